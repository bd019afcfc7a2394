#include "bench/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "bench/measurement.h"

namespace attacca::bench {
namespace {

TEST(Program, IsFoundInThePath) {
    const auto shell = find_program("sh");
    ASSERT_TRUE(shell);
    EXPECT_THAT(*shell, testing::EndsWith("/sh"));
    EXPECT_FALSE(find_program("no-such-program-as-this"));
}

TEST(Program, FailuresNameTheLine) {
    const auto shell = find_program("sh").value();
    EXPECT_NO_THROW(run_program({shell, "-c", "echo seen by nobody; exit 0"}));
    EXPECT_THROW(run_program({"/no/such/program"}), std::runtime_error);
    EXPECT_THROW(run_program({shell, "-c", "kill -9 $$"}), std::runtime_error);
    try {
        run_program({shell, "-c", "exit 3"});
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("sh -c exit 3"));
    }
}

TEST(Program, IsTimedByItsOwnProcessorTime) {
    const auto shell = find_program("sh").value();
    const auto counting = [&](const char* line) -> Prepare {
        return [=] { return [=] { run_program({shell, "-c", line}); }; };
    };
    const char* busy = "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done";
    const Row row{
        .name = "a", .prepare = counting("sleep 0.3"), .rivals = {{"busy", counting(busy)}}, .work = Work::program};
    const auto result = measure(row, {.budget = std::chrono::milliseconds{1}});
    EXPECT_LT(result.ns, 0.25e9) << "sleeping is not work";
    EXPECT_LT(result.rivals.at(0).ratio, 1.0);
}

}  // namespace
}  // namespace attacca::bench
