#include "attacca/rt/command_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

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

TEST(CommandQueue, CarriesEveryCommandThereAndItsRemainsBack) {
    constexpr int kCommands = 50'000;
    CommandQueue<std::unique_ptr<int>> commands(16);
    CommandQueue<std::unique_ptr<int>> retired(16);
    std::thread audio([&] {
        std::unique_ptr<int> command;
        for (int i = 0; i < kCommands; ++i) {
            while (!commands.pop(command)) std::this_thread::yield();
            *command += 1;
            while (!retired.push(std::move(command))) std::this_thread::yield();
        }
    });
    std::unique_ptr<int> back;
    int sent = 0;
    int wrong = 0;
    for (int got = 0; got < kCommands;) {
        if (sent < kCommands && commands.push(std::make_unique<int>(sent))) ++sent;
        if (retired.pop(back)) {
            wrong += *back != got + 1;
            ++got;
        } else {
            std::this_thread::yield();
        }
    }
    audio.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace attacca::rt
