#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input, output and error as a program of the command line has them.
package enum StandardStreams {
  /// To be called once, before any file is opened.
  ///
  /// A limit on file sizes (`ulimit -f`) and a reader that goes away then are errors that are said,
  /// not ends of the process; and no file that is opened later gets the number of a stream that the
  /// caller closed, so that no message goes into it.
  package static func prepare() {
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    for stream in Int32(0)...2 where fcntl(stream, F_GETFD) == -1 {
      // Only for reading: what is written there fails, as it must.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Writes to standard output (1) or standard error (2).
  ///
  /// A reader that went away, such as `| head`, ends the process quietly, as it ends others.
  package static func write(_ bytes: some Sequence<UInt8>, to stream: Int32) throws(OutputError) {
    do throws(OutputError) {
      try Descriptor.write(Array(bytes), to: stream)
    } catch {
      guard error.code == EPIPE else { throw error }
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
      // Whoever blocks the signal gets the status that it would have given.
      _exit(128 + SIGPIPE)
    }
  }
}
