#include "attacca/rt/buffer_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>
#include <type_traits>
#include <vector>

#include "attacca/rt/command_queue.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

using Buffer = BufferPool::Buffer;

static_assert(!std::is_copy_constructible_v<Buffer> && std::is_nothrow_move_constructible_v<Buffer>);

TEST(BufferPool, HandsOutDistinctBuffersOnCacheLinesOfTheirOwn) {
    for (const std::size_t samples : {1u, 7u, 64u, 253u, 1024u}) {
        BufferPool pool({.buffers = 70, .samples = samples});
        EXPECT_EQ(pool.capacity(), 70u);
        EXPECT_EQ(pool.samples_each(), samples);
        std::vector<Buffer> out;
        std::set<float*> starts;
        for (int i = 0; i < 70; ++i) {
            out.push_back(pool.acquire());
            ASSERT_TRUE(out.back());
            ASSERT_EQ(out.back().samples().size(), samples);
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(out.back().samples().data()) % kCacheLine, 0u);
            starts.insert(out.back().samples().data());
            std::ranges::fill(out.back().samples(), static_cast<float>(i));
        }
        EXPECT_EQ(starts.size(), 70u);
        for (int i = 0; i < 70; ++i) {
            EXPECT_EQ(std::ranges::count(out[i].samples(), static_cast<float>(i)),
                      static_cast<std::ptrdiff_t>(samples));
        }
    }
}

TEST(BufferPool, RefusesWhenEmptyAndRecovers) {
    BufferPool pool({.buffers = 2, .samples = 8});
    Buffer first = pool.acquire();
    const Buffer second = pool.acquire();
    const Buffer none = pool.acquire();
    EXPECT_FALSE(none);
    EXPECT_TRUE(none.samples().empty());
    first.release();
    EXPECT_FALSE(first);
    EXPECT_TRUE(pool.acquire());
    EXPECT_EQ(pool.counts().refused, 1u);
}

TEST(BufferPool, CountsWhatItSavedAndTheMostThatWereOut) {
    BufferPool pool({.buffers = 8, .samples = 100});
    for (int turn = 0; turn < 10; ++turn) {
        const Buffer one = pool.acquire();
        const Buffer two = pool.acquire();
        const Buffer three = pool.acquire();
    }
    const auto counts = pool.counts();
    EXPECT_EQ(counts.acquired, 30u);
    EXPECT_EQ(counts.refused, 0u);
    EXPECT_EQ(counts.bytes_saved, 30u * 400);
    EXPECT_EQ(counts.most_out, 3u);
}

TEST(BufferPool, BuffersGivenBackElsewhereDoNotCountAsOut) {
    BufferPool pool({.buffers = 200, .samples = 1});
    for (int turn = 0; turn < 300; ++turn) {
        std::array<Buffer, 2> pair{pool.acquire(), pool.acquire()};
        ASSERT_TRUE(pair[0] && pair[1]);
        std::thread([moved = std::move(pair)]() mutable {}).join();
    }
    EXPECT_EQ(pool.counts().most_out, 2u);
    EXPECT_EQ(pool.counts().acquired, 600u);
}

TEST(BufferPool, AMovedBufferIsGivenBackOnce) {
    BufferPool pool({.buffers = 2, .samples = 1});
    {
        Buffer first = pool.acquire();
        Buffer moved = std::move(first);
        EXPECT_FALSE(first);
        Buffer other = pool.acquire();
        other = std::move(moved);  // Gives its own back.
        EXPECT_TRUE(other);
        EXPECT_TRUE(pool.acquire());
        Buffer& same = other;
        other = std::move(same);
        EXPECT_TRUE(other);
    }
    const Buffer first = pool.acquire();
    const Buffer second = pool.acquire();
    EXPECT_NE(first.samples().data(), second.samples().data());
    EXPECT_FALSE(pool.acquire());
}

TEST(BufferPool, AnotherThreadMayOwnItOnceTheFirstIsForgotten) {
    BufferPool pool({.buffers = 1, .samples = 1});
    pool.acquire().release();
    pool.forget_owner();
    std::thread([&pool] { EXPECT_TRUE(pool.acquire()); }).join();
}

TEST(BufferPoolDeathTest, StopsWhatItsContractForbids) {
#ifndef NDEBUG
    BufferPool pool({.buffers = 2, .samples = 1});
    const Buffer first = pool.acquire();
    EXPECT_DEATH(std::thread([&pool] { pool.acquire().release(); }).join(), "another thread owns this pool");
    EXPECT_DEATH(
        {
            Buffer kept;
            BufferPool brief({.buffers = 1, .samples = 1});
            kept = brief.acquire();
        },
        "outlived its pool");
#endif
}

TEST(BufferPool, KeepsTheRule) {
    BufferPool pool({.buffers = 100, .samples = 64});
    const RealtimeScope rule;
    std::array<Buffer, 100> out;
    for (auto& buffer : out) buffer = pool.acquire();
    EXPECT_FALSE(pool.acquire());
}

TEST(BufferPool, BuffersHandedToTwoThreadsComeBackWhole) {
    constexpr int kTurns = 30'000;
    BufferPool pool({.buffers = 130, .samples = 32});
    std::array<CommandQueue<Buffer>, 2> queues{CommandQueue<Buffer>(64), CommandQueue<Buffer>(64)};
    std::array<std::size_t, 2> wrong{};
    const auto consume = [&](std::size_t which) {
        for (int turn = 0; turn < kTurns; ++turn) {
            Buffer buffer;
            while (!queues[which].pop(buffer)) std::this_thread::yield();
            const auto expected = static_cast<float>(turn * 2 + static_cast<int>(which));
            wrong[which] += std::ranges::count(buffer.samples(), expected) != 32;
            std::ranges::fill(buffer.samples(), -1.0f);
        }
    };
    std::thread first(consume, 0);
    std::thread second(consume, 1);
    for (int turn = 0; turn < 2 * kTurns; ++turn) {
        Buffer buffer = pool.acquire();
        while (!buffer) {
            std::this_thread::yield();
            buffer = pool.acquire();
        }
        std::ranges::fill(buffer.samples(), static_cast<float>(turn));
        while (!queues[turn % 2].push(std::move(buffer))) std::this_thread::yield();
    }
    first.join();
    second.join();
    EXPECT_EQ(wrong[0] + wrong[1], 0u);
    EXPECT_EQ(pool.counts().acquired, 2u * kTurns);
    EXPECT_LE(pool.counts().most_out, 130u);
}

}  // namespace
}  // namespace attacca::rt
