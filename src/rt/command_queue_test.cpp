#include "attacca/rt/command_queue.h"

#include <gtest/gtest.h>

#include <memory>

#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

TEST(CommandQueue, KeepsOrderAndLeavesARefusedValueAsItWas) {
    CommandQueue<std::unique_ptr<int>> queue(3);
    EXPECT_EQ(queue.capacity(), 4u);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.push(std::make_unique<int>(i)));
    auto refused = std::make_unique<int>(4);
    EXPECT_FALSE(queue.push(std::move(refused)));
    ASSERT_NE(refused, nullptr);
    std::unique_ptr<int> value;
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(queue.pop(value));
        EXPECT_EQ(*value, i);
    }
    EXPECT_FALSE(queue.pop(value));
}

TEST(CommandQueue, APoppedSlotKeepsNothingAlive) {
    struct Counted {
        explicit Counted(int& living_objects) : living(living_objects) { ++living; }
        ~Counted() { --living; }
        int& living;
    };
    int living = 0;
    {
        CommandQueue<std::unique_ptr<Counted>> queue(8);
        ASSERT_TRUE(queue.push(std::make_unique<Counted>(living)));
        ASSERT_TRUE(queue.push(std::make_unique<Counted>(living)));
        std::unique_ptr<Counted> value;
        ASSERT_TRUE(queue.pop(value));
        value.reset();
        EXPECT_EQ(living, 1);
    }
    EXPECT_EQ(living, 0);  // What was never popped goes with the queue.
}

TEST(CommandQueue, KeepsTheRule) {
    CommandQueue<std::unique_ptr<int>> queue(4);
    auto command = std::make_unique<int>(1);
    std::unique_ptr<int> value;
    const RealtimeScope rule;
    EXPECT_TRUE(queue.push(std::move(command)));
    EXPECT_TRUE(queue.pop(value));
    const RealtimeExemption destroy;
    value.reset();
}

}  // namespace
}  // namespace attacca::rt
