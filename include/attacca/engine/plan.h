// What happens to a block, in order.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "attacca/engine/node.h"

namespace attacca::engine {

/// Nodes in series. Built on a control thread, then run by one thread: a device's callback through
/// Engine, or a loop over a file. Both give the same samples.
class Plan {
public:
    /// [control] Appends a node and returns it, for its `set_*` members; it lives as long as the plan.
    /// Requires that the plan does not run yet.
    template <class T, class... Args>
    T& add(Args&&... args) {
        auto node = std::make_unique<T>(std::forward<Args>(args)...);
        T& added = *node;
        nodes_.push_back(std::move(node));
        return added;
    }

    /// [audio] In place.
    void process(AudioBlock block) noexcept;
    /// [audio]
    void reset() noexcept;
    /// [any]
    [[nodiscard]] std::size_t latency_frames() const noexcept;
    /// [any] With no nodes, samples pass as they are.
    [[nodiscard]] bool empty() const noexcept { return nodes_.empty(); }

private:
    std::vector<std::unique_ptr<Node>> nodes_;
};

}  // namespace attacca::engine
