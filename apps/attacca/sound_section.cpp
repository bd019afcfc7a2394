#include "sound_section.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

#include "option_values.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr std::size_t kBlockFrames = 8192;
constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();

}  // namespace

SoundSection::SoundSection(const SoundSectionSpec& spec, std::unique_ptr<media::Decoder> decoder)
    : source_(spec.source), decoder_(std::move(decoder)), block_(kBlockFrames * info().channels) {
    if (spec.start) first_frame_ = frames_of(*spec.start, info().sample_rate);
    frames_left_ = spec.duration ? frames_of(*spec.duration, info().sample_rate) : kToTheEnd;
}

Result<SoundSection> SoundSection::open(const SoundSectionSpec& spec, const std::stop_token& stop) {
    auto decoder = media::Decoder::open(spec.source, media::Reader::automatic, stop);
    if (!decoder) return fail(decoder.error());
    SoundSection section(spec, *std::move(decoder));
    if (auto skipped = section.skip_to_start(); !skipped) return fail(skipped.error());
    return section;
}

Status SoundSection::skip_to_start() {
    if (first_frame_ == 0 || decoder_->seek(first_frame_)) return {};
    // A pipe: what comes before is read and forgotten.
    while (decoder_->position() < first_frame_) {
        const auto wanted = std::min<std::uint64_t>(kBlockFrames, first_frame_ - decoder_->position());
        const auto got = decoder_->read(std::span(block_).first(static_cast<std::size_t>(wanted) * info().channels));
        if (!got) return fail(got.error());
        if (*got == 0) break;
    }
    return {};
}

std::optional<double> SoundSection::duration_s() const noexcept {
    const auto total = info().frames ? info().frames : info().estimated_frames;
    std::uint64_t frames = frames_left_;
    if (total) frames = std::min(frames, *total - std::min(*total, first_frame_));
    if (frames == kToTheEnd) return std::nullopt;
    return static_cast<double>(frames) / info().sample_rate;
}

Result<std::span<float>> SoundSection::read(const std::stop_token& stop) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kBlockFrames, frames_left_));
    const auto got = decoder_->read(std::span(block_).first(wanted * info().channels));
    // A pipe that was not waited for any longer looks like its end.
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped before the end of " + source_);
    if (!got) return fail(got.error());
    any_ = any_ || *got > 0;
    if (!any_) return fail(ErrorCode::damaged, source_ + ": there is no sound in it, or none from there on");
    frames_left_ -= *got;
    return std::span(block_).first(*got * info().channels);
}

void report_damage(const std::string& source, const media::Decoder::Damage& damage) {
    if (damage.places == 0) return;
    std::fprintf(stderr, "attacca: %s: skipped %llu damaged place%s (%s)\n", printable(source).c_str(),
                 static_cast<unsigned long long>(damage.places), damage.places == 1 ? "" : "s",
                 printable(damage.first).c_str());
}

}  // namespace attacca::app
