#include "attacca/media/sample_format.h"

#include <array>
#include <string>

namespace attacca::media {
namespace {

struct Row {
    SampleFormat format;
    int bits;
    std::string_view name;
};

constexpr std::array kRows = {
    Row{SampleFormat::i8, 8, "i8"},    Row{SampleFormat::i16, 16, "i16"}, Row{SampleFormat::i24, 24, "i24"},
    Row{SampleFormat::i32, 32, "i32"}, Row{SampleFormat::f32, 32, "f32"}, Row{SampleFormat::f64, 64, "f64"},
};

const Row& row(SampleFormat format) noexcept { return kRows[static_cast<std::size_t>(format)]; }

}  // namespace

int bits(SampleFormat format) noexcept { return row(format).bits; }

bool is_integer(SampleFormat format) noexcept { return format != SampleFormat::f32 && format != SampleFormat::f64; }

std::string_view name(SampleFormat format) noexcept { return row(format).name; }

Result<SampleFormat> parse_sample_format(std::string_view text) {
    std::string names;
    for (const Row& candidate : kRows) {
        if (candidate.name == text) return candidate.format;
        names += (names.empty() ? "" : ", ") + std::string(candidate.name);
    }
    return fail(ErrorCode::invalid_argument, "sample format '" + std::string(text) + "' is none of " + names);
}

}  // namespace attacca::media
