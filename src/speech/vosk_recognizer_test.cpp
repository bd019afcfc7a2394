// The driver of Vosk, with a library that says what it was asked.
#include <gtest/gtest.h>

#include "speech/engine.h"
#include "speech/foreign_models_test.h"

namespace attacca::speech {
namespace {

class Vosk : public testing::Test {
protected:
    Vosk() {
        here_.install("libvosk.so", "libvosk.so");
        write_model("vosk-model-small-en-us-0.15");
    }

    void write_model(const std::string& name) {
        here_.write(name + "/am/final.mdl", "x");
        here_.write(name + "/graph/Gr.fst", "x");
    }

    Result<std::unique_ptr<Recognizer>> open(const std::string& model) {
        return engine_.open({}, here_.path() / model, here_.folders());
    }

    Engine engine_ = vosk_engine();
    TestFolder here_;
};

TEST_F(Vosk, GivesTextWhileItListensAndKeepsWhatItEndedItself) {
    auto opened = open("vosk-model-small-en-us-0.15");
    ASSERT_TRUE(opened) << opened.error().detail;
    Recognizer& recognizer = **opened;
    EXPECT_EQ(recognizer.engine(), "vosk");
    for (int utterance = 0; utterance < 2; ++utterance) {
        ASSERT_TRUE(recognizer.begin());
        ASSERT_TRUE(recognizer.take(std::vector<float>(16000, 0.1F)));
        EXPECT_EQ(recognizer.partial().text, "soft");
        ASSERT_TRUE(recognizer.take(std::vector<float>(8000, 7.0F)));  // Held at full scale.
        EXPECT_EQ(recognizer.partial().text, "soft some more");
        const auto heard = recognizer.end();
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->text, "soft loud");
        ASSERT_EQ(heard->words.size(), 2U);
        EXPECT_EQ(heard->words[1].text, "loud");
        EXPECT_NEAR(heard->words[1].begin_s, 1.1, 1e-9);
        EXPECT_NEAR(heard->words[1].end_s, 1.6, 1e-9);
        EXPECT_NEAR(heard->confidence, 0.75, 1e-6);
    }
}

TEST_F(Vosk, HearsTheWordsOfAGrammarOnly) {
    RecognizerSpec spec{.task = SpeechTask::commands,
                        .grammar = "#JSGF V1.0;\ngrammar g;\npublic <g> = lights (on | off);\n"};
    const auto model = here_.path() / "vosk-model-small-en-us-0.15";
    auto opened = engine_.open(spec, model, here_.folders());
    ASSERT_TRUE(opened) << opened.error().detail;
    ASSERT_TRUE((*opened)->begin());
    const auto heard = (*opened)->end();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->text, "lights off on") << "the list that it was given, without what stands for other words";
    spec.grammar = "public <g> = (on;";
    EXPECT_FALSE(engine_.open(spec, model, here_.folders()));
}

TEST_F(Vosk, ListsItsModels) {
    here_.write("other/readme", "x");
    EXPECT_EQ(engine_.version(here_.folders()), "") << "the library does not tell";
    const auto models = engine_.models(here_.folders());
    ASSERT_EQ(models.size(), 1U);
    EXPECT_EQ(models[0].name, "vosk-model-small-en-us-0.15");
    EXPECT_EQ(models[0].language, "en");
}

TEST_F(Vosk, RefusesAModelThatIsBrokenOrNone) {
    write_model("broken");
    const auto broken = open("broken");
    ASSERT_FALSE(broken);
    EXPECT_NE(broken.error().detail.find("cannot load this model"), std::string::npos) << broken.error().detail;
    EXPECT_NE(open("absent").error().detail.find("am/final.mdl"), std::string::npos);
}

TEST_F(Vosk, AnOlderLibraryIsRefusedByWhatItLacks) {
    const TestFolder older;
    older.install("libvosk-older.so", "libvosk.so");
    const auto version = engine_.version(older.folders());
    ASSERT_FALSE(version);
    EXPECT_NE(version.error().detail.find("vosk_recognizer_set_words"), std::string::npos) << version.error().detail;
}

}  // namespace
}  // namespace attacca::speech
