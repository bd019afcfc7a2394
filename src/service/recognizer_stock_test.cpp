#include "service/recognizer_stock.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace attacca::service {
namespace {

constexpr analysis::NoteRecognizerSpec kSpec{.sample_rate = 16'000};
constexpr analysis::NoteRecognizerSpec kOther{.sample_rate = 8000};

Result<analysis::NoteRecognizer> make(RecognizerStock& stock, const analysis::NoteRecognizerSpec& spec) {
    const auto promise = std::make_shared<std::promise<Result<analysis::NoteRecognizer>>>();
    stock.make(spec, [promise](Result<analysis::NoteRecognizer> made) { promise->set_value(std::move(made)); });
    return promise->get_future().get();
}

TEST(RecognizerStock, GivesAgainWhatWasGivenBackToThoseWhoAskForTheSame) {
    RecognizerStock stock(2);
    EXPECT_FALSE(stock.take(kSpec));
    stock.give_back(kSpec, *make(stock, kSpec));
    EXPECT_FALSE(stock.take(kOther));
    EXPECT_TRUE(stock.take(kSpec));
    EXPECT_FALSE(stock.take(kSpec));
}

TEST(RecognizerStock, ForgetsWhatWaitedLongest) {
    RecognizerStock stock(2);
    for (const auto& spec : {kOther, kSpec, kSpec}) stock.give_back(spec, *make(stock, spec));
    EXPECT_FALSE(stock.take(kOther));
    EXPECT_TRUE(stock.take(kSpec));
    EXPECT_TRUE(stock.take(kSpec));
}

TEST(RecognizerStock, TellsWhatCannotBeMade) {
    RecognizerStock stock(1);
    EXPECT_FALSE(make(stock, {.sample_rate = 1.0}));
}

TEST(RecognizerStock, StopsAlthoughSomeAreAskedFor) {
    RecognizerStock stock(1);
    const auto taker = std::make_shared<int>(0);
    for (int i = 0; i < 50; ++i) stock.make(kSpec, [taker](const Result<analysis::NoteRecognizer>&) {});
    stock.stop();
    EXPECT_EQ(taker.use_count(), 1);
}

}  // namespace
}  // namespace attacca::service
