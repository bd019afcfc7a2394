#include "attacca/engine/nodes.h"

#include <algorithm>

#include "attacca/base/decibels.h"
#include "attacca/kernels/gain.h"

namespace attacca::engine {

EqualizerNode::EqualizerNode(const dsp::EqualizerSpec& spec) : sample_rate_(spec.sample_rate), equalizer_(spec) {}

void EqualizerNode::set(const dsp::EqualizerSettings& settings) noexcept {
    wanted_.plan = dsp::EqualizerPlan::design(settings, sample_rate_);
    published_.publish(wanted_);
}

void EqualizerNode::set_bypass(dsp::Equalizer::Bypass bypass) noexcept {
    wanted_.bypass = bypass;
    published_.publish(wanted_);
}

void EqualizerNode::process(AudioBlock block) noexcept {
    if (const Setting* fresh = published_.take_fresh()) {
        equalizer_.set_bypass(fresh->bypass);
        sounded_ ? equalizer_.set_target(fresh->plan) : equalizer_.set_now(fresh->plan);
    }
    sounded_ = true;
    equalizer_.process(block);
    recoveries_.store(equalizer_.recoveries(), std::memory_order_relaxed);
}

void EqualizerNode::reset() noexcept {
    equalizer_.reset();
    sounded_ = false;
}

GainNode::GainNode(const Spec& spec)
    : transition_frames_(
          std::max<std::size_t>(1, static_cast<std::size_t>(spec.sample_rate * spec.transition_ms / 1000.0))),
      wanted_(static_cast<float>(gain_from_db(spec.gain_db))),
      target_(wanted_.load()),
      current_(target_) {}

void GainNode::set_gain_db(double gain_db) noexcept {
    wanted_.store(static_cast<float>(gain_from_db(gain_db)), std::memory_order_relaxed);
}

void GainNode::process(AudioBlock block) noexcept {
    const float wanted = wanted_.load(std::memory_order_relaxed);
    if (wanted != target_) {
        target_ = wanted;
        frames_left_ = transition_frames_;
    }
    if (!sounded_) {
        sounded_ = true;
        current_ = target_;
        frames_left_ = 0;
    }
    const std::size_t moving = std::min(frames_left_, block.frames());
    if (moving > 0) {
        const float share = static_cast<float>(moving) / static_cast<float>(frames_left_);
        const float reached = moving == frames_left_ ? target_ : current_ + (target_ - current_) * share;
        kernels::apply_gain_ramp(block.data(), moving, block.channels(), {.from = current_, .to = reached});
        current_ = reached;
        frames_left_ -= moving;
    }
    const AudioBlock rest = block.subblock(moving, block.frames() - moving);
    kernels::apply_gain(rest.data(), rest.samples().size(), current_);
}

void GainNode::reset() noexcept { sounded_ = false; }

LimiterNode::LimiterNode(const dsp::LimiterSpec& spec, dsp::Limiter::Mode mode) : limiter_(spec), mode_(mode) {}

void LimiterNode::process(AudioBlock block) noexcept {
    limiter_.set_mode(mode_.load(std::memory_order_relaxed));
    limiter_.process(block);
    // A reading that comes between this load and store is made again: it can only be too strong.
    const float reduction = limiter_.take_reduction_db();
    if (reduction < reduction_db_.load(std::memory_order_relaxed)) {
        reduction_db_.store(reduction, std::memory_order_relaxed);
    }
}

void TapNode::process(AudioBlock block) noexcept {
    const std::size_t frames = ring_.write(block.samples());
    if (frames < block.frames()) {
        dropped_.store(dropped_frames() + block.frames() - frames, std::memory_order_relaxed);
    }
}

}  // namespace attacca::engine
