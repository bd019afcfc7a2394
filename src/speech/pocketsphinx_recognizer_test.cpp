// The real library with Debian's English model; what needs them is left out where they are not installed.
#include <gmock/gmock.h>

#include <fstream>
#include <limits>
#include <random>

#include "attacca/speech/recognizers.h"
#include "speech/engine.h"
#include "speech/spoken.h"

namespace attacca::speech {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;

constexpr const char* kModel = "/usr/share/pocketsphinx/model/en-us";

constexpr const char* kGrammar = R"(#JSGF V1.0;
public <command> = (turn on | turn off) the (kitchen | garden) light | open the window | close the door | stop;
)";

const ModelFolders& no_folders() {
    static const ModelFolders folders({"/nowhere/models"});
    return folders;
}

RecognizerSpec spec_for(SpeechTask task) {
    return {.engine = "pocketsphinx", .task = task, .grammar = kGrammar, .wake_phrase = "good morning computer"};
}

std::string error_of(RecognizerSpec spec) {
    const auto recognizer = open_recognizer(spec, no_folders());
    return recognizer ? "none" : recognizer.error().detail;
}

Transcript heard(Recognizer& recognizer, std::span<const float> samples, std::size_t block = 1600) {
    EXPECT_TRUE(recognizer.begin());
    while (!samples.empty()) {
        const std::size_t count = std::min(block, samples.size());
        EXPECT_TRUE(recognizer.take(samples.first(count)));
        samples = samples.subspan(count);
    }
    auto transcript = recognizer.end();
    EXPECT_TRUE(transcript) << transcript.error().detail;
    return transcript.value_or(Transcript());
}

class PocketSphinx : public testing::Test {
protected:
    void SetUp() override {
        const auto version = pocketsphinx_engine().version(no_folders());
        if (!version) GTEST_SKIP() << version.error().detail;
        if (!std::filesystem::exists(kModel)) GTEST_SKIP() << "pocketsphinx-en-us is not installed";
        if (test::spoken("stop").empty()) GTEST_SKIP() << "flite is not installed";
    }

    static std::unique_ptr<Recognizer> open(SpeechTask task) {
        auto recognizer = open_recognizer(spec_for(task), no_folders());
        EXPECT_TRUE(recognizer) << recognizer.error().detail;
        return recognizer ? std::move(*recognizer) : nullptr;
    }
};

TEST_F(PocketSphinx, HearsTheCommandsOfAGrammar) {
    const auto recognizer = open(SpeechTask::commands);
    ASSERT_NE(recognizer, nullptr);
    EXPECT_EQ(recognizer->engine(), "pocketsphinx");
    for (const char* command : {"turn on the kitchen light", "close the door", "open the window",
                                "turn off the garden light", "stop", "turn off the kitchen light"}) {
        EXPECT_EQ(heard(*recognizer, test::spoken(command)).text, command);
    }
}

TEST_F(PocketSphinx, HearsNoCommandInOtherSpeech) {
    const auto recognizer = open(SpeechTask::commands);
    ASSERT_NE(recognizer, nullptr);
    for (const char* sentence : {"the weather will be cold and wet tomorrow", "i never saw so many ships in the harbor",
                                 "seven people were waiting for the train to the north"}) {
        EXPECT_EQ(heard(*recognizer, test::spoken(sentence)).text, "") << sentence;
    }
    EXPECT_EQ(heard(*recognizer, test::spoken("close the door")).text, "close the door");
}

TEST_F(PocketSphinx, LeavesOutOptionalWordsThatWereNotSaid) {
    RecognizerSpec spec = spec_for(SpeechTask::commands);
    spec.grammar = "#JSGF V1.0;\npublic <a> = [please] close [the] door [now];";
    const auto recognizer = open_recognizer(spec, no_folders());
    ASSERT_TRUE(recognizer) << recognizer.error().detail;
    const Transcript transcript = heard(**recognizer, test::spoken("close the door"));
    EXPECT_EQ(transcript.text, "close the door");
    EXPECT_EQ(transcript.words.size(), 3U);
}

TEST_F(PocketSphinx, TimesItsWords) {
    const auto recognizer = open(SpeechTask::commands);
    ASSERT_NE(recognizer, nullptr);
    const std::vector<float> samples = test::spoken("turn off the garden light");
    const Transcript transcript = heard(*recognizer, samples);
    ASSERT_EQ(transcript.words.size(), 5U);
    double before = 0.1;
    for (const Word& word : transcript.words) {
        EXPECT_GE(word.begin_s, before) << word.text;
        EXPECT_GT(word.end_s, word.begin_s) << word.text;
        EXPECT_THAT(word.confidence, AllOf(Ge(0.0F), Le(1.0F))) << word.text;
        before = word.end_s - 0.02;
    }
    EXPECT_LT(before, static_cast<double>(samples.size()) / kSpeechRate_hz);
}

TEST_F(PocketSphinx, HearsTheSameInBlocksOfAnySize) {
    const std::vector<float> samples = test::spoken("close the door");
    for (const std::size_t block : {7U, 253U, 5000U, 1000000U}) {
        const auto recognizer = open(SpeechTask::commands);
        ASSERT_NE(recognizer, nullptr);
        EXPECT_EQ(heard(*recognizer, samples, block).text, "close the door") << block;
    }
}

TEST_F(PocketSphinx, HearsAWakePhraseAmongOtherWords) {
    const auto recognizer = open(SpeechTask::wake_phrase);
    ASSERT_NE(recognizer, nullptr);
    EXPECT_EQ(heard(*recognizer, test::spoken("good morning computer")).text, "good morning computer");
    EXPECT_EQ(heard(*recognizer, test::spoken("the weather will be cold and wet tomorrow")).text, "");
    EXPECT_EQ(heard(*recognizer, test::spoken("i never saw so many ships in the harbor")).text, "");
}

TEST_F(PocketSphinx, HearsAWakePhraseThatWasTypedWithCapitals) {
    RecognizerSpec spec = spec_for(SpeechTask::wake_phrase);
    spec.wake_phrase = " Good morning  Computer";
    const auto recognizer = open_recognizer(spec, no_folders());
    ASSERT_TRUE(recognizer) << recognizer.error().detail;
    EXPECT_EQ(heard(**recognizer, test::spoken("good morning computer")).text, "good morning computer");
}

TEST_F(PocketSphinx, KnowsWhereAWakePhraseEndsInABreath) {
    const auto recognizer = open(SpeechTask::wake_phrase);
    ASSERT_NE(recognizer, nullptr);
    const Transcript alone = heard(*recognizer, test::spoken("good morning computer"));
    const Transcript breath = heard(*recognizer, test::spoken("good morning computer close the window"));
    EXPECT_EQ(breath.text, "good morning computer") << "what follows is another recognizer's to hear";
    ASSERT_FALSE(alone.words.empty());
    ASSERT_FALSE(breath.words.empty());
    EXPECT_NEAR(breath.words.back().end_s, alone.words.back().end_s, 0.15);
}

TEST_F(PocketSphinx, FindsNoWordsInSilenceAndBrokenSamples) {
    const auto recognizer = open(SpeechTask::dictation);
    ASSERT_NE(recognizer, nullptr);
    EXPECT_EQ(heard(*recognizer, {}).text, "");
    EXPECT_EQ(heard(*recognizer, std::vector<float>(16000, 0.0F)).text, "");
    std::vector<float> broken(8000, std::numeric_limits<float>::quiet_NaN());
    broken[100] = std::numeric_limits<float>::infinity();
    broken[200] = 1e30F;
    (void)heard(*recognizer, broken);
    EXPECT_THAT(heard(*recognizer, test::spoken("open the window")).text, HasSubstr("open"));
}

TEST_F(PocketSphinx, DictatesInOnePassToWhoWaitsForIt) {
    const std::vector<float> samples = test::spoken("the weather will be cold and wet tomorrow morning");
    for (const Effort effort : {Effort::thorough, Effort::prompt}) {
        auto spec = spec_for(SpeechTask::dictation);
        spec.effort = effort;
        const auto recognizer = open_recognizer(spec, no_folders());
        ASSERT_TRUE(recognizer) << recognizer.error().detail;
        const Transcript transcript = heard(**recognizer, samples);
        EXPECT_THAT(transcript.text, HasSubstr("tomorrow morning"));
        EXPECT_GT(transcript.confidence, 0.0F);
    }
}

TEST_F(PocketSphinx, SaysWhatItHasUnderstoodSoFar) {
    const auto recognizer = open(SpeechTask::commands);
    ASSERT_NE(recognizer, nullptr);
    const std::vector<float> samples = test::spoken("turn off the kitchen light");
    ASSERT_TRUE(recognizer->begin());
    EXPECT_EQ(recognizer->partial().text, "");
    ASSERT_TRUE(recognizer->take(std::span(samples).first(samples.size() * 3 / 4)));
    EXPECT_THAT(recognizer->partial().text, HasSubstr("turn"));
    ASSERT_TRUE(recognizer->begin());  // What was not ended is forgotten.
    const Transcript transcript = heard(*recognizer, test::spoken("close the door"));
    EXPECT_EQ(transcript.text, "close the door");
}

TEST_F(PocketSphinx, NamesAWordThatItsDictionaryLacks) {
    RecognizerSpec spec = spec_for(SpeechTask::commands);
    spec.grammar = "#JSGF V1.0;\npublic <a> = start the |\n frobnicator;";
    spec.grammar_name = "house.gram";
    EXPECT_THAT(error_of(spec), testing::StartsWith("house.gram:3: the word 'frobnicator' is not in " +
                                                    std::string(kModel) + "/cmudict-en-us.dict"));
    spec = spec_for(SpeechTask::wake_phrase);
    spec.wake_phrase = "hey attaccax";
    EXPECT_THAT(error_of(spec), HasSubstr("the word 'attaccax' is not in "));
    spec.wake_phrase = "  ";
    EXPECT_THAT(error_of(spec), HasSubstr("has no words"));
}

TEST_F(PocketSphinx, SaysWhatIsWrongWithAGrammar) {
    RecognizerSpec spec = spec_for(SpeechTask::commands);
    spec.grammar = "#JSGF V1.0;\npublic <a> = <b>;";
    EXPECT_THAT(error_of(spec), testing::StartsWith("grammar:2: there is no rule <b>"));
}

TEST_F(PocketSphinx, SaysWhatAModelLacks) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "attacca-sphinx-test";
    std::filesystem::remove_all(root);
    std::filesystem::create_directories(root / "model");
    RecognizerSpec spec = spec_for(SpeechTask::dictation);
    spec.model = (root / "model").string();
    EXPECT_THAT(error_of(spec), HasSubstr("mdef"));
    std::filesystem::copy(std::filesystem::path(kModel) / "en-us", root / "model/en-us");
    EXPECT_THAT(error_of(spec), HasSubstr("lacks a dictionary"));
    std::ofstream(root / "model/words.dict") << "stop S T AA P\n";
    EXPECT_THAT(error_of(spec), HasSubstr("has no language model"));
    spec.task = SpeechTask::commands;
    spec.grammar = "#JSGF V1.0; public <a> = stop;";
    EXPECT_EQ(error_of(spec), "none");
    spec.model = "en-uk";
    EXPECT_THAT(error_of(spec), HasSubstr("did you mean en-us?"));
    std::filesystem::remove_all(root);
}

TEST_F(PocketSphinx, OutlivesDamagedModels) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "attacca-damaged-sphinx-test";
    RecognizerSpec spec = spec_for(SpeechTask::commands);
    spec.model = root.string();
    for (const char* name : {"mdef", "means", "variances", "transition_matrices", "feat.params"}) {
        std::filesystem::remove_all(root);
        std::filesystem::copy(std::filesystem::path(kModel) / "en-us", root);
        std::filesystem::copy(std::filesystem::path(kModel) / "cmudict-en-us.dict", root / "words.dict");
        std::ofstream(root / name, std::ios::trunc) << "no longer what it was\n";
        EXPECT_THAT(error_of(spec), HasSubstr("pocketsphinx cannot")) << name;
    }
    std::filesystem::remove_all(root);
}

TEST_F(PocketSphinx, RefusesModelsThatAreCutOff) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "attacca-cut-sphinx-test";
    RecognizerSpec spec = spec_for(SpeechTask::dictation);
    spec.model = root.string();
    for (const char* name : {"en-us/mdef", "en-us/sendump", "en-us.lm.bin"}) {
        const std::uintmax_t size = std::filesystem::file_size(std::filesystem::path(kModel) / name);
        for (const std::uintmax_t bytes : {std::uintmax_t{2000}, size / 2, size - 1}) {
            std::filesystem::remove_all(root);
            std::filesystem::copy(kModel, root, std::filesystem::copy_options::recursive);
            std::filesystem::resize_file(root / name, bytes);
            EXPECT_THAT(error_of(spec), HasSubstr((root / name).string() + ": cut off or damaged")) << bytes;
        }
    }
    std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace attacca::speech
