// How samples stand in a file.
#pragma once

#include <string_view>

#include "attacca/base/result.h"

namespace attacca::media {

/// `i8` stands for 8-bit files of either sign.
enum class SampleFormat { i8, i16, i24, i32, f32, f64 };

/// 8 to 64.
[[nodiscard]] int bits(SampleFormat format) noexcept;
[[nodiscard]] bool is_integer(SampleFormat format) noexcept;

/// "i16", "f32" …
[[nodiscard]] std::string_view name(SampleFormat format) noexcept;

/// Failure: names the formats there are.
[[nodiscard]] Result<SampleFormat> parse_sample_format(std::string_view text);

}  // namespace attacca::media
