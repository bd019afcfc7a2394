// What makes a voice easier to understand, as nodes: high-pass, noise gate, automatic gain, pre-emphasis.
#pragma once

#include <cstddef>
#include <utility>

#include "attacca/dsp/automatic_gain.h"
#include "attacca/dsp/high_pass.h"
#include "attacca/dsp/noise_gate.h"
#include "attacca/dsp/pre_emphasis.h"
#include "attacca/dsp/voice_chain.h"
#include "attacca/engine/node.h"

namespace attacca::engine {

/// A processor of the room `dsp` that needs no setting while it runs.
///
/// `plan.add<HighPassNode>(*dsp::HighPass::create({.cutoff_hz = 80.0}))`
template <class Processor>
class ProcessorNode final : public Node {
public:
    explicit ProcessorNode(Processor processor) : processor_(std::move(processor)) {}

    void process(AudioBlock block) noexcept override { processor_.process(block); }
    void reset() noexcept override { processor_.reset(); }
    [[nodiscard]] std::size_t latency_frames() const noexcept override { return processor_.latency_frames(); }

private:
    Processor processor_;
};

using HighPassNode = ProcessorNode<dsp::HighPass>;
using NoiseGateNode = ProcessorNode<dsp::NoiseGate>;
using AutomaticGainNode = ProcessorNode<dsp::AutomaticGain>;
using PreEmphasisNode = ProcessorNode<dsp::PreEmphasis>;
using VoiceChainNode = ProcessorNode<dsp::VoiceChain>;  ///< All four, as VoiceSettings say.

}  // namespace attacca::engine
