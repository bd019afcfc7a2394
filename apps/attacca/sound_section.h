// A stretch of a file or a stream, block by block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/media/decoder.h"
#include "attacca/player/renderer.h"

namespace attacca::app {

struct SoundSectionSpec {
    std::string source;
    std::optional<player::Position> start;
    std::optional<player::Position> duration;
};

class SoundSection {
public:
    /// Skips to the start. `stop` ends waiting for a pipe or the network.
    [[nodiscard]] static Result<SoundSection> open(const SoundSectionSpec& spec, const std::stop_token& stop = {});

    [[nodiscard]] const media::StreamInfo& info() const noexcept { return decoder_->info(); }
    [[nodiscard]] media::Decoder::Damage damage() const { return decoder_->damage(); }

    /// Of the file, that the section begins with.
    [[nodiscard]] std::uint64_t first_frame() const noexcept { return first_frame_; }

    /// How long it is, where that is known or can be estimated.
    [[nodiscard]] std::optional<double> duration_s() const noexcept;

    /// The next interleaved frames, good until the next call; none at the end.
    /// Failure: cancelled, when `stop` is requested; there is no sound in the section at all.
    [[nodiscard]] Result<std::span<float>> read(const std::stop_token& stop);

private:
    SoundSection(const SoundSectionSpec& spec, std::unique_ptr<media::Decoder> decoder);
    [[nodiscard]] Status skip_to_start();

    std::string source_;
    std::unique_ptr<media::Decoder> decoder_;
    std::uint64_t first_frame_ = 0;
    std::uint64_t frames_left_ = 0;
    std::vector<float> block_;
    bool any_ = false;
};

/// On standard error, if there was any.
void report_damage(const std::string& source, const media::Decoder::Damage& damage);

}  // namespace attacca::app
