#include "module/deck.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "attacca/kernels/gain.h"
#include "attacca/kernels/interleave.h"

namespace attacca::web {
namespace {

// The worklet asks for 128 frames at a time: enough for the next few, and little for a changed signal to wait for.
constexpr std::size_t kAheadFrames = 512;
constexpr std::size_t kCrossingFrames = 512;

engine::TransportSpec transport_spec(double sample_rate) {
    return {.sample_rate = sample_rate, .channels = Deck::kChannels, .ring_frames = 4096, .prebuffer_frames = 128};
}

AudioBlock block_of(AlignedBuffer<float>& samples, std::size_t frames) noexcept {
    return {samples.span().first(frames * Deck::kChannels), Deck::kChannels};
}

/// A signal without an end: what has one, begins again.
void fill(dsp::SignalGenerator& generator, AudioBlock block) noexcept {
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t made = generator.process(block.subblock(done, block.frames() - done));
        if (made == 0) generator.reset();
        done += made;
    }
}

/// WebAssembly keeps denormals, and a filter that fades out into silence would be three times as slow for seconds. What
/// is added lies 360 dB down: it is lost in the rounding of every sample but those that are 0.
void keep_from_denormals(AudioBlock block, std::uint32_t& seed) noexcept {
    for (float& sample : block.samples()) {
        seed = seed * 1664525U + 1013904223U;
        sample += (seed >> 31) != 0 ? 1e-18F : -1e-18F;
    }
}

}  // namespace

Deck::Deck(double sample_rate)
    : sample_rate_(sample_rate),
      engine_({.transport = transport_spec(sample_rate), .max_block_frames = kMostFrames},
              [&] {
                  auto plan = std::make_unique<engine::Plan>();
                  equalizer_ = &plan->add<engine::EqualizerNode>(
                      dsp::EqualizerSpec{.sample_rate = sample_rate, .channels = kChannels});
                  gain_ = &plan->add<engine::GainNode>(engine::GainNode::Spec{.sample_rate = sample_rate});
                  limiter_ = &plan->add<engine::LimiterNode>(
                      dsp::LimiterSpec{.sample_rate = sample_rate, .channels = kChannels}, dsp::Limiter::Mode::off);
                  latency_frames_ = plan->latency_frames();
                  return plan;
              }()),
      meter_({.sample_rate = sample_rate, .channels = kChannels}) {}

void Deck::seek(std::uint64_t file_frame) noexcept {
    transport().clear_end();
    transport().skip_to_newest();
    skipped_to_ = transport().written();
    wrap(file_frame);
}

void Deck::wrap(std::uint64_t file_frame) noexcept {
    segments_ = {segments_.back(), Segment{.stream = transport().written(), .file = file_frame}};
}

void Deck::set_source(Source source) noexcept {
    if (source == source_) return;
    source_ = source;
    seek(0);
}

bool Deck::set_generator(const dsp::SignalSpec& spec) {
    auto generator = dsp::SignalGenerator::create(spec);
    if (!generator) return false;
    spent_generator_.reset();
    auto& slot = generator_ ? next_generator_ : generator_;
    slot.emplace(*std::move(generator));
    return true;
}

std::size_t Deck::wanted_frames() noexcept {
    if (source_ == Source::generator) return 0;
    // Frames that a seek has made useless stay in the ring until the sound has faded out.
    const auto ahead = static_cast<std::size_t>(transport().written() - std::max(transport().consumed(), skipped_to_));
    return ahead >= kAheadFrames ? 0 : std::min(kAheadFrames - ahead, transport().writable());
}

void Deck::supply(std::size_t frames) noexcept {
    const std::array<const float*, kChannels> channels{planar_in_.data(), planar_in_.data() + kMostFrames};
    kernels::interleave(channels.data(), kChannels, frames, block_.data());
    keep_from_denormals(block_of(block_, frames), noise_seed_);
    (void)transport().write(block_of(block_, frames));
}

void Deck::generate() noexcept {
    if (!generator_) return;
    while (transport().written() - transport().consumed() < kAheadFrames && transport().writable() >= kCrossingFrames) {
        const AudioBlock block = block_of(block_, kCrossingFrames);
        fill(*generator_, block);
        if (next_generator_) {
            const AudioBlock incoming = block_of(crossing_, kCrossingFrames);
            fill(*next_generator_, incoming);
            kernels::crossfade(block.data(), incoming.data(), block.data(), kCrossingFrames, kChannels,
                               {.from = 0.0F, .to = 1.0F});
            std::swap(generator_, next_generator_);
            spent_generator_.swap(next_generator_);
        }
        keep_from_denormals(block, noise_seed_);
        (void)transport().write(block);
    }
}

void Deck::process(std::size_t frames) noexcept {
    if (source_ == Source::generator) generate();
    const AudioBlock block = block_of(block_, frames);
    engine_.process(block);
    meter_.process(block);
    const std::array channels{planar_out_.data(), planar_out_.data() + kMostFrames};
    kernels::deinterleave(block.data(), kChannels, frames, channels.data());
}

double Deck::position_s() noexcept {
    // While what came before a skip fades out, the position is already where it goes.
    const std::uint64_t heard = std::max(transport().consumed(), skipped_to_);
    const auto& [before, newest] = segments_;
    const Segment& segment = heard >= newest.stream ? newest : before;
    return static_cast<double>(segment.file + heard - segment.stream) / sample_rate_;
}

std::span<const float, Deck::kStatusValues> Deck::status() noexcept {
    status_[0] = static_cast<float>(position_s());
    status_[1] = transport().ended() ? 1.0F : 0.0F;
    status_[2] = static_cast<float>(transport().underruns());
    const analysis::Levels levels = meter_.levels();
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
        const analysis::ChannelLevel& level = levels.channels[channel];
        const std::array values{level.peak_db, level.held_db, level.rms_db, level.true_peak_db};
        std::ranges::copy(values, status_.begin() + 3 + 4 * static_cast<std::ptrdiff_t>(channel));
    }
    status_[11] = limiter_->take_reduction_db();
    return status_;
}

}  // namespace attacca::web
