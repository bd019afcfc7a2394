// The driver of whisper.cpp, with a library that says what it was asked.
#include <gtest/gtest.h>

#include "speech/engine.h"
#include "speech/foreign_models_test.h"

namespace attacca::speech {
namespace {

const std::vector<float> kTwoSeconds(32000, 0.1F);

/// Where the library and two models are.
class Whisper : public testing::Test {
protected:
    Whisper() {
        here_.install("libwhisper-1.9.3.so", "libwhisper.so");
        english_ = write_whisper(here_, "ggml-tiny.en.bin", 51864);
        any_ = write_whisper(here_, "ggml-tiny.bin", 51865);
    }

    Result<std::unique_ptr<Recognizer>> open(const std::filesystem::path& model, const std::string& language) {
        return engine_.open({.language = language}, model, here_.folders());
    }

    Engine engine_ = whisper_engine();
    TestFolder here_;
    std::filesystem::path english_, any_;
};

TEST_F(Whisper, HearsWordsWithTimesAtTheEndOfAnUtterance) {
    auto opened = open(english_, "en");
    ASSERT_TRUE(opened) << opened.error().detail;
    Recognizer& recognizer = **opened;
    EXPECT_EQ(recognizer.engine(), "whisper");
    for (int utterance = 0; utterance < 2; ++utterance) {
        ASSERT_TRUE(recognizer.begin());
        ASSERT_TRUE(recognizer.take(std::span(kTwoSeconds).first(20000)));
        ASSERT_TRUE(recognizer.take(std::span(kTwoSeconds).subspan(20000)));
        EXPECT_EQ(recognizer.partial().text, "");
        const auto heard = recognizer.end();
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->text, "under en under en");
        ASSERT_EQ(heard->words.size(), 4U);
        EXPECT_EQ(heard->words[0].text, "under");
        EXPECT_NEAR(heard->words[0].begin_s, 0.2, 1e-9);
        EXPECT_NEAR(heard->words[0].end_s, 0.6, 1e-9);
        EXPECT_NEAR(heard->words[0].confidence, 0.7, 1e-6);
        EXPECT_NEAR(heard->words[2].begin_s, 1.2, 1e-9);
        EXPECT_NEAR(heard->confidence, 0.8, 1e-6);
    }
}

TEST_F(Whisper, AShortUtteranceIsFilledUpAndItsTimesStayInIt) {
    auto opened = open(english_, "");
    ASSERT_TRUE(opened);
    ASSERT_TRUE((*opened)->begin());
    EXPECT_EQ((*opened)->end()->text, "") << "nothing said is nothing heard";
    ASSERT_TRUE((*opened)->begin());
    ASSERT_TRUE((*opened)->take(std::span(kTwoSeconds).first(4000)));
    const auto heard = (*opened)->end();
    ASSERT_TRUE(heard);
    ASSERT_EQ(heard->words.size(), 2U);
    for (const Word& word : heard->words) EXPECT_LE(word.end_s, 0.25);
}

TEST_F(Whisper, TakesTheLanguageThatIsAskedFor) {
    auto opened = open(any_, "fr");
    ASSERT_TRUE(opened);
    ASSERT_TRUE((*opened)->begin());
    ASSERT_TRUE((*opened)->take(kTwoSeconds));
    EXPECT_EQ((*opened)->end()->words[1].text, "fr");

    auto detecting = open(any_, "");
    ASSERT_TRUE(detecting);
    ASSERT_TRUE((*detecting)->begin());
    ASSERT_TRUE((*detecting)->take(kTwoSeconds));
    EXPECT_EQ((*detecting)->end()->words[1].text, "auto");

    const auto english_only = open(english_, "fr");
    ASSERT_FALSE(english_only);
    EXPECT_NE(english_only.error().detail.find("English only"), std::string::npos);
    EXPECT_EQ(open(any_, "xx").error().code, ErrorCode::unsupported);
}

TEST_F(Whisper, ListsItsModelsAndVersion) {
    here_.write("notes.bin", "something else");
    here_.write("vocabulary.txt", "words");
    EXPECT_EQ(engine_.version(here_.folders()), "1.9.3");
    const auto models = engine_.models(here_.folders());
    ASSERT_EQ(models.size(), 2U);
    EXPECT_EQ(models[0].name, "ggml-tiny.bin");
    EXPECT_EQ(models[0].language, "");
    EXPECT_EQ(models[1].language, "en");
}

TEST_F(Whisper, RefusesAModelThatIsBrokenOrNone) {
    const auto foreign = open(here_.write("other.bin", "GGUF and something else that is long enough to be read"), "en");
    ASSERT_FALSE(foreign);
    EXPECT_NE(foreign.error().detail.find("no model of whisper.cpp"), std::string::npos);
    const auto cut_file = write_whisper(here_, "cut.bin", 51864);
    std::filesystem::resize_file(cut_file, 1000000);
    EXPECT_NE(open(cut_file, "en").error().detail.find("is cut off"), std::string::npos);
    const auto refused = open(write_whisper(here_, "refused.bin", 51864), "en");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("(unknown tensor)"), std::string::npos) << refused.error().detail;
    EXPECT_FALSE(open(here_.path() / "absent.bin", "en"));
    EXPECT_FALSE(open(here_.path(), "en"));
}

TEST_F(Whisper, ALibraryOfAnotherVersionIsRefused) {
    const TestFolder newer;
    newer.install("libwhisper-2.0.0.so", "libwhisper.so");
    const auto version = engine_.version(newer.folders());
    ASSERT_FALSE(version);
    EXPECT_EQ(version.error().code, ErrorCode::unavailable);
    EXPECT_NE(version.error().detail.find("version 2.0.0"), std::string::npos) << version.error().detail;
    EXPECT_NE(version.error().detail.find("1.8.1"), std::string::npos) << version.error().detail;
    EXPECT_FALSE(engine_.open({.library = (newer.path() / "libwhisper.so").string()}, english_, here_.folders()));
}

TEST_F(Whisper, AnotherLibraryByItsNameIsRefused) {
    const TestFolder other;
    other.install("libvosk.so", "libwhisper.so");
    const auto version = engine_.version(other.folders());
    ASSERT_FALSE(version);
    EXPECT_NE(version.error().detail.find("whisper_version"), std::string::npos) << version.error().detail;
}

}  // namespace
}  // namespace attacca::speech
