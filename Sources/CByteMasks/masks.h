// Compares 64 bytes at once and answers one bit for each: what Swift's SIMD types cannot give yet.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// The bits of the bytes that are one of four.
static inline uint64_t ntm_mask_of_four(const uint8_t *p, uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b);
  const __m128i vc = _mm_set1_epi8((char)c), vd = _mm_set1_epi8((char)d);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(p + i * 16));
    const __m128i hit = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb)),
        _mm_or_si128(_mm_cmpeq_epi8(v, vc), _mm_cmpeq_epi8(v, vd)));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (i * 16);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++)
    mask |= (uint64_t)(p[i] == a || p[i] == b || p[i] == c || p[i] == d) << i;
  return mask;
#endif
}

// What UTF-8 needs to know of 64 bytes, one bit for each.
typedef struct {
  uint64_t high;          // 80 to FF
  uint64_t continuation;  // 80 to BF
  uint64_t lead_of_three; // E0 and above
  uint64_t lead_of_four;  // F0 and above
  uint64_t special;       // E0, ED, F0, F4: the next byte has narrower bounds
  uint64_t never;         // C0, C1, F5 to FF
} ntm_utf8_masks;

static inline ntm_utf8_masks ntm_masks_of_utf8(const uint8_t *p) {
  ntm_utf8_masks m = {0, 0, 0, 0, 0, 0};
#if defined(__SSE2__)
  for (int i = 0; i < 4; i++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(p + i * 16));
    const int high = _mm_movemask_epi8(v);
    if (!high) continue;
    const int shift = i * 16;
#define NTM_EQUAL(x) _mm_cmpeq_epi8(v, _mm_set1_epi8((char)(x)))
#define NTM_AT_LEAST(x) _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)(x))), v)
#define NTM_BITS(x) ((uint64_t)(uint32_t)_mm_movemask_epi8(x) << shift)
    m.high |= (uint64_t)(uint32_t)high << shift;
    m.continuation |= NTM_BITS(_mm_cmplt_epi8(v, _mm_set1_epi8((char)0xC0)));
    m.lead_of_three |= NTM_BITS(NTM_AT_LEAST(0xE0));
    m.lead_of_four |= NTM_BITS(NTM_AT_LEAST(0xF0));
    m.special |= NTM_BITS(_mm_or_si128(_mm_or_si128(NTM_EQUAL(0xE0), NTM_EQUAL(0xED)),
                                       _mm_or_si128(NTM_EQUAL(0xF0), NTM_EQUAL(0xF4))));
    m.never |= NTM_BITS(_mm_or_si128(_mm_or_si128(NTM_EQUAL(0xC0), NTM_EQUAL(0xC1)), NTM_AT_LEAST(0xF5)));
#undef NTM_EQUAL
#undef NTM_AT_LEAST
#undef NTM_BITS
  }
#else
  for (int i = 0; i < 64; i++) {
    const uint8_t b = p[i];
    const uint64_t bit = (uint64_t)1 << i;
    if (b < 0x80) continue;
    m.high |= bit;
    if (b < 0xC0) m.continuation |= bit;
    if (b >= 0xE0) m.lead_of_three |= bit;
    if (b >= 0xF0) m.lead_of_four |= bit;
    if (b == 0xE0 || b == 0xED || b == 0xF0 || b == 0xF4) m.special |= bit;
    if (b == 0xC0 || b == 0xC1 || b >= 0xF5) m.never |= bit;
  }
#endif
  return m;
}
