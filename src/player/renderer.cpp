#include "attacca/player/renderer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "attacca/base/aligned_buffer.h"
#include "attacca/player/track_sequence.h"
#include "attacca/rt/denormals.h"
#include "player/signal_plan.h"

namespace attacca::player {
namespace {

// Large enough that calls cost nothing, small enough to stay in the first-level cache with its neighbors.
constexpr std::size_t kBlockFrames = 2048;
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::uint64_t to_frames(const Position& position, double sample_rate) {
    if (position.frames) return *position.frames;
    return static_cast<std::uint64_t>(std::llround(std::max(0.0, position.seconds) * sample_rate));
}

double to_seconds(const Position& position, double sample_rate) {
    return position.frames ? static_cast<double>(*position.frames) / sample_rate : position.seconds;
}

// One rendering: reads the sequence, runs the plan, writes the file.
class Rendering {
public:
    Rendering(const RenderSpec& spec, std::unique_ptr<engine::Plan> plan, TrackSequence& sequence,
              media::Encoder& encoder, media::SampleFormat format)
        : sequence_(sequence),
          encoder_(encoder),
          format_(format),
          channels_(sequence.channels()),
          plan_(std::move(plan)),
          samples_(kBlockFrames * channels_) {
        if (spec.duration) wanted_ = to_frames(*spec.duration, sequence.sample_rate());
        latency_ = plan_->latency_frames();
        if (plan_->empty() && media::is_integer(format)) integers_.resize(kBlockFrames * channels_);
        if (plan_->empty() && format == media::SampleFormat::f64) doubles_.resize(kBlockFrames * channels_);
    }

    /// Skips frames at the beginning, after what the sequence could skip by itself.
    void skip(std::uint64_t frames) {
        while (frames > 0) {
            const AudioBlock block = block_of(std::min<std::uint64_t>(frames, kBlockFrames));
            const std::size_t read = sequence_.read(block);
            if (read == 0) return;
            frames -= read;
        }
    }

    /// Writes one more block; false when there is none, or enough.
    Result<bool> step() {
        const std::uint64_t left = wanted_ - written_;
        if (left == 0) return false;
        const auto frames = static_cast<std::size_t>(std::min<std::uint64_t>(left, kBlockFrames));
        if (!integers_.empty() && sequence_.exact(format_)) return step_exact(integers_, frames);
        if (!doubles_.empty() && sequence_.exact(format_)) return step_exact(doubles_, frames);
        return step_processed(frames);
    }

    [[nodiscard]] std::uint64_t written() const noexcept { return written_; }
    [[nodiscard]] std::uint64_t wanted() const noexcept { return wanted_; }
    [[nodiscard]] bool exact() const noexcept { return exact_; }

private:
    AudioBlock block_of(std::uint64_t frames) noexcept {
        return {samples_.span().first(static_cast<std::size_t>(frames) * channels_), channels_};
    }

    template <class Sample>
    Result<bool> step_exact(std::vector<Sample>& samples, std::size_t frames) {
        const std::span wanted(samples.data(), frames * channels_);
        const std::size_t read = sequence_.read_exact(wanted, format_);
        if (read == 0) return step_processed(frames);  // The list has ended, or a track that is not exact follows.
        if (auto wrote = encoder_.write(std::span<const Sample>(wanted.first(read * channels_))); !wrote) {
            return fail(wrote.error());
        }
        written_ += read;
        return true;
    }

    Result<bool> step_processed(std::size_t frames) {
        AudioBlock block = block_of(frames);
        const bool exact = plan_->empty() && sequence_.exact(format_);
        std::size_t read = sequence_.read(block);
        if (read == 0) {
            // The plan still holds its latency's worth of music: silence pushes it out.
            read = std::min(latency_ - drained_, frames);
            if (read == 0) return false;
            drained_ += read;
            std::ranges::fill(block.subblock(0, read).samples(), 0.0F);
        }
        block = block.subblock(0, read);
        exact_ &= exact;
        {
            const rt::ScopedDenormalsOff denormals;
            plan_->process(block);
        }
        const std::size_t early = std::min(latency_ - skipped_, read);
        skipped_ += early;
        block = block.subblock(early, read - early);
        if (block.empty()) return true;
        if (auto wrote = encoder_.write(std::span<const float>(block.samples())); !wrote) return fail(wrote.error());
        written_ += block.frames();
        return true;
    }

    TrackSequence& sequence_;
    media::Encoder& encoder_;
    media::SampleFormat format_;
    std::size_t channels_;
    std::unique_ptr<engine::Plan> plan_;
    AlignedBuffer<float> samples_;
    std::vector<std::int32_t> integers_;
    std::vector<double> doubles_;
    std::size_t latency_ = 0;
    std::size_t skipped_ = 0;  // Of the latency, at the beginning.
    std::size_t drained_ = 0;  // Of the latency, at the end.
    std::uint64_t written_ = 0;
    std::uint64_t wanted_ = kNoLimit;
    bool exact_ = true;
};

// How long the output will be, for a progress bar; 0 where a track does not say.
double expected_seconds(const RenderSpec& spec, const std::vector<Mark>& marks, double sample_rate) {
    if (spec.duration) return to_seconds(*spec.duration, sample_rate);
    if (spec.tracks.size() != 1 || marks.empty() || !marks.front().duration_s) return 0.0;
    return std::max(0.0, *marks.front().duration_s / spec.signal.speed - to_seconds(spec.start, sample_rate));
}

void append(std::vector<Error>& problems, std::vector<Error> more) {
    problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Result<RenderReport> render(const RenderSpec& spec, const RenderProgress& progress, std::stop_token stop) {
    const auto begun = std::chrono::steady_clock::now();
    auto opened = TrackSequence::open(spec.tracks, {.sample_rate = spec.sample_rate,
                                                    .channels = spec.channels,
                                                    .replaygain = spec.signal.replaygain,
                                                    .replaygain_preamp_db = spec.signal.replaygain_preamp_db,
                                                    .speed = spec.signal.speed,
                                                    .pitch = spec.signal.pitch,
                                                    .stop = stop});
    if (!opened) return fail(opened.error());
    TrackSequence& sequence = **opened;
    const double sample_rate = sequence.sample_rate();
    const media::SampleFormat format =
        spec.format.value_or(media::storable_format(spec.output, sequence.current_info().format));

    auto signal = offline_plan(spec.signal, sample_rate, sequence.channels());
    if (!signal) return fail(signal.error());

    const std::vector<Mark> marks = sequence.take_marks();
    auto encoder = media::Encoder::open(
        spec.output, {.sample_rate = static_cast<std::uint32_t>(std::lround(sample_rate)),
                      .channels = sequence.channels(),
                      .format = format,
                      .dither = spec.dither,
                      .tags = spec.tracks.size() == 1 && !marks.empty() ? marks.front().tags : media::Tags{}});
    if (!encoder) return fail(encoder.error());

    // Within the first track a start is a seek; beyond it the frames before it are read and dropped.
    std::uint64_t to_skip = to_frames(spec.start, sample_rate);
    const double start_s = static_cast<double>(to_skip) / sample_rate * spec.signal.speed;
    const bool inside =
        to_skip > 0 && !marks.empty() && marks.front().duration_s && start_s < *marks.front().duration_s;
    if (inside && sequence.seek(marks.front().track, start_s)) to_skip = 0;

    Rendering rendering(spec, std::move(signal->plan), sequence, **encoder, format);
    rendering.skip(to_skip);
    const double total_s = expected_seconds(spec, marks, sample_rate);
    for (;;) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped; " + spec.output + " was not written");
        auto more = rendering.step();
        if (!more) return fail(more.error());
        if (!*more) break;
        if (progress) progress(static_cast<double>(rendering.written()) / sample_rate, total_s);
    }
    RenderReport report{.frames = rendering.written(),
                        .sample_rate = sample_rate,
                        .channels = sequence.channels(),
                        .format = format,
                        .exact = rendering.exact() && media::keeps_samples(spec.output),
                        .clipped_samples = (*encoder)->clipped_samples()};
    append(report.problems, sequence.take_problems());
    append(report.problems, sequence.take_damage());
    if (report.frames == 0 && !report.problems.empty()) return fail(report.problems.front());
    if (auto finished = (*encoder)->finish(); !finished) return fail(finished.error());
    report.seconds_taken = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return report;
}

}  // namespace attacca::player
