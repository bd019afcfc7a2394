#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "attacca/rt/command_queue.h"

namespace attacca::rt {
namespace {

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
