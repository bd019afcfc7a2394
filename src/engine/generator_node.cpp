#include "attacca/engine/generator_node.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "attacca/base/decibels.h"
#include "attacca/kernels/gain.h"

namespace attacca::engine {
namespace {

constexpr std::size_t kPieceFrames = 256;
constexpr std::size_t kRetired = 8;  // Each change collects them, and sends one: there are never more than three.
constexpr double kDay_s = 86400.0;
constexpr double kSweepFade_ms = 5.0;

bool is_sweep(dsp::SignalKind kind) noexcept {
    return kind == dsp::SignalKind::log_sweep || kind == dsp::SignalKind::linear_sweep;
}

/// Whether one becomes the other by another frequency or level.
bool differ_in_tuning_only(dsp::SignalSpec a, const dsp::SignalSpec& b) {
    const bool tunable =
        a.kind == dsp::SignalKind::sine || a.kind == dsp::SignalKind::square || a.kind == dsp::SignalKind::saw;
    return a.kind == b.kind && (tunable || a.frequency_hz == b.frequency_hz) && a.end_hz == b.end_hz &&
           a.duration_s == b.duration_s && a.duty == b.duty && a.seed == b.seed &&
           a.impulse_repeat == b.impulse_repeat && a.tones_hz == b.tones_hz;
}

}  // namespace

/// A signal at full level; none is silence.
struct GeneratorNode::Voice {
    std::optional<dsp::SignalGenerator> generator;
};

GeneratorNode::GeneratorNode(const Spec& spec)
    : spec_(spec),
      transition_frames_(
          std::max<std::size_t>(1, static_cast<std::size_t>(spec.sample_rate * spec.transition_ms / 1000.0))),
      retired_(kRetired),
      mixed_(kPieceFrames * spec.channels),
      leaving_(kPieceFrames * spec.channels) {}

GeneratorNode::~GeneratorNode() { delete incoming_.load(); }

Status GeneratorNode::play(dsp::SignalSpec signal) {
    signal.sample_rate = spec_.sample_rate;
    signal.channels = spec_.channels;
    signal.phase_turns = 0.0;
    signal.fade_ms = is_sweep(signal.kind) ? kSweepFade_ms : 0.0;
    if (!is_sweep(signal.kind)) signal.duration_s = kDay_s;
    const double level_db = std::exchange(signal.level_db, 0.0);
    auto made = dsp::SignalGenerator::create(signal);
    if (!made) return fail(made.error());
    // First the tuning: a new signal must not begin at the level of the one before.
    tuning_.publish({.frequency_hz = signal.frequency_hz, .gain = static_cast<float>(gain_from_db(level_db))});
    if (!playing_ || !differ_in_tuning_only(*playing_, signal)) {
        change_to(std::make_unique<Voice>(Voice{.generator = std::move(*made)}));
    }
    playing_ = std::move(signal);
    return {};
}

void GeneratorNode::stop() {
    if (!std::exchange(playing_, std::nullopt)) return;
    change_to(std::make_unique<Voice>());
}

void GeneratorNode::change_to(std::unique_ptr<Voice> voice) {
    for (std::unique_ptr<Voice> old; retired_.pop(old);) old.reset();
    silent_.store(false, std::memory_order_release);
    delete incoming_.exchange(voice.release(), std::memory_order_acq_rel);  // One that was never heard.
}

void GeneratorNode::process(AudioBlock block) noexcept {
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t frames = std::min(kPieceFrames, block.frames() - done);
        take_changes();
        if (!current_ && !previous_) return;
        process_piece(block.subblock(done, frames));
        done += frames;
    }
}

void GeneratorNode::take_changes() noexcept {
    if (fading_frames_ == 0) {
        retire(previous_);
        if (current_ && !current_->generator) retire(current_);
        if (!current_ && !incoming_.load(std::memory_order_relaxed)) silent_.store(true, std::memory_order_release);
        if (Voice* voice = incoming_.exchange(nullptr, std::memory_order_acq_rel)) {
            silent_.store(false, std::memory_order_release);
            previous_ = std::exchange(current_, std::unique_ptr<Voice>(voice));
            fading_frames_ = transition_frames_;
        }
    }
    const Tuning* fresh = tuning_.take_fresh();
    if (fresh == nullptr) return;
    if (current_ && current_->generator) current_->generator->set_frequency(fresh->frequency_hz);
    target_gain_ = fresh->gain;
    moving_frames_ = transition_frames_;
    if (!previous_ && (!current_ || fading_frames_ == transition_frames_)) {  // Out of silence the fade does it all.
        gain_ = target_gain_;
        moving_frames_ = 0;
    }
}

void GeneratorNode::process_piece(AudioBlock piece) noexcept {
    const std::size_t samples = piece.samples().size();
    const AudioBlock mixed(mixed_.span().first(samples), piece.channels());
    fill(current_.get(), mixed);
    if (fading_frames_ > 0) {
        const AudioBlock leaving(leaving_.span().first(samples), piece.channels());
        fill(previous_.get(), leaving);
        const std::size_t frames = std::min(fading_frames_, piece.frames());
        const auto share = [this](std::size_t left) {
            return 1.0F - static_cast<float>(left) / static_cast<float>(transition_frames_);
        };
        kernels::crossfade(leaving.data(), mixed.data(), mixed.data(), frames, piece.channels(),
                           {.from = share(fading_frames_), .to = share(fading_frames_ - frames)});
        fading_frames_ -= frames;
    }
    const std::size_t moving = std::min(moving_frames_, piece.frames());
    if (moving > 0) {
        const float part = static_cast<float>(moving) / static_cast<float>(moving_frames_);
        const float reached = moving == moving_frames_ ? target_gain_ : gain_ + (target_gain_ - gain_) * part;
        kernels::apply_gain_ramp(mixed.data(), moving, piece.channels(), {.from = gain_, .to = reached});
        gain_ = reached;
        moving_frames_ -= moving;
    }
    const AudioBlock rest = mixed.subblock(moving, mixed.frames() - moving);
    kernels::apply_gain(rest.data(), rest.samples().size(), gain_);
    kernels::mix_add(mixed.data(), piece.data(), samples, 1.0F);
}

void GeneratorNode::fill(Voice* voice, AudioBlock block) const noexcept {
    std::size_t filled = 0;
    while (voice != nullptr && voice->generator && filled < block.frames()) {
        filled += voice->generator->process(block.subblock(filled, block.frames() - filled));
        if (filled < block.frames()) voice->generator->reset();
    }
    std::ranges::fill(block.subblock(filled, block.frames() - filled).samples(), 0.0F);
}

void GeneratorNode::retire(std::unique_ptr<Voice>& voice) noexcept {
    if (voice && !retired_.push(std::move(voice))) std::terminate();
}

}  // namespace attacca::engine
