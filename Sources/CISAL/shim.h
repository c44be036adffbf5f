#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

// Swift does not see macros that are made of other macros.
static const uint32_t ntm_isal_level_1_bytes = ISAL_DEF_LVL1_DEFAULT;
static const uint32_t ntm_isal_level_3_bytes = ISAL_DEF_LVL3_DEFAULT;
