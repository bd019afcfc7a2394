#include "attacca/engine/plan.h"

namespace attacca::engine {

void Plan::process(AudioBlock block) noexcept {
    for (const auto& node : nodes_) node->process(block);
}

void Plan::reset() noexcept {
    for (const auto& node : nodes_) node->reset();
}

std::size_t Plan::latency_frames() const noexcept {
    std::size_t frames = 0;
    for (const auto& node : nodes_) frames += node->latency_frames();
    return frames;
}

}  // namespace attacca::engine
