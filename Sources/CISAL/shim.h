#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

// Swift does not see macros that are made of other macros.
static const uint32_t ntm_isal_level_2_bytes = ISAL_DEF_LVL2_DEFAULT;
