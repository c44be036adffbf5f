// Debian's libxml2 headers pull in the system ICU, which clashes with Foundation's own copy.
// Hiding it costs two fields of the encoding-handler struct, which nothing here touches.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <libxml/xmlerror.h>
