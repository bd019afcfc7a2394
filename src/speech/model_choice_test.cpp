#include "attacca/speech/model_choice.h"

#include <gtest/gtest.h>

#include "speech/foreign_models_test.h"

namespace attacca::speech {
namespace {

std::vector<RecognizerEngine> engines() {
    const std::vector<SpeechTask> all{SpeechTask::dictation, SpeechTask::commands, SpeechTask::wake_phrase};
    return {{.name = "whisper",
             .tasks = {SpeechTask::dictation},
             .models = {{.name = "ggml-base.en.bin", .language = "en"}, {.name = "ggml-small.bin"}}},
            {.name = "vosk",
             .tasks = {SpeechTask::dictation},
             .missing = "Vosk is not installed: put libvosk.so into /models",
             .models = {{.name = "small", .language = "en"}}},
            {.name = "sherpa-onnx", .tasks = {SpeechTask::dictation}, .model_hint = "put one into /models"},
            {.name = "pocketsphinx", .tasks = all, .models = {{.name = "en-us", .language = "en"}, {.name = "small"}}}};
}

TEST(ModelChoice, IsKeptInAFile) {
    const TestFolder folder;
    const auto file = folder.path() / "attacca/speech.json";
    EXPECT_EQ(read_model_choice(file), ModelChoice{});
    const ModelChoice choice{.engine = "whisper", .model = "ggml-base.en.bin", .detector = "builtin"};
    ASSERT_TRUE(keep_model_choice(file, choice));
    EXPECT_EQ(read_model_choice(file), choice);
    ASSERT_TRUE(keep_model_choice(file, {}));
    EXPECT_EQ(read_model_choice(file), ModelChoice{});
}

TEST(ModelChoice, AFileThatIsNoneOfOursIsSaid) {
    const TestFolder folder;
    for (const char* text : {"", "nonsense", "[1]", "{\"engine\": "}) {
        const auto choice = read_model_choice(folder.write("speech.json", text));
        ASSERT_FALSE(choice) << text;
        EXPECT_NE(choice.error().detail.find("speech.json"), std::string::npos);
    }
    EXPECT_EQ(read_model_choice(folder.write("speech.json", "{\"engine\": 7, \"other\": 1}")), ModelChoice{});
}

TEST(ModelChoice, IsMadeByTheNameOfAModelOrAnEngine) {
    ModelChoice choice{.detector = "builtin"};
    ASSERT_TRUE(choose_recognizer(choice, "ggml-small.bin", engines()));
    EXPECT_EQ(choice, (ModelChoice{.engine = "whisper", .model = "ggml-small.bin", .detector = "builtin"}));
    ASSERT_TRUE(choose_recognizer(choice, "pocketsphinx", engines()));
    EXPECT_EQ(choice.engine, "pocketsphinx");
    EXPECT_EQ(choice.model, "");
    ASSERT_TRUE(choose_recognizer(choice, "pocketsphinx/small", engines()));
    EXPECT_EQ(choice.model, "small");
}

TEST(ModelChoice, WhatIsNotHereCannotBeChosen) {
    const auto words_for = [](const char* name) {
        ModelChoice choice;
        const auto chosen = choose_recognizer(choice, name, engines());
        EXPECT_EQ(choice, ModelChoice{});
        return chosen ? std::string("chosen") : chosen.error().detail;
    };
    EXPECT_NE(words_for("ggml-small.bim").find("did you mean ggml-small.bin?"), std::string::npos);
    EXPECT_NE(words_for("vosk/small").find("libvosk.so"), std::string::npos);
    EXPECT_NE(words_for("sherpa-onnx").find("no model here"), std::string::npos);
    EXPECT_NE(words_for("small").find("pocketsphinx/small"), std::string::npos) << words_for("small");
    EXPECT_NE(words_for("whisper/en-us").find("no model or recognizer"), std::string::npos);
}

TEST(ModelChoice, CompletesASpecThatNamesNeither) {
    const ModelChoice choice{.engine = "whisper", .model = "ggml-base.en.bin"};
    RecognizerSpec spec{.language = "en"};
    ASSERT_TRUE(apply_choice(choice, engines(), spec));
    EXPECT_EQ(spec.engine, "whisper");
    EXPECT_EQ(spec.model, "ggml-base.en.bin");

    RecognizerSpec named{.engine = "pocketsphinx"};
    ASSERT_TRUE(apply_choice(choice, engines(), named));
    EXPECT_EQ(named.model, "");
    RecognizerSpec commands{.language = "en", .task = SpeechTask::commands};
    ASSERT_TRUE(apply_choice(choice, engines(), commands));
    EXPECT_EQ(commands.engine, "") << "it cannot do that";
    RecognizerSpec french{.language = "fr"};
    ASSERT_TRUE(apply_choice(choice, engines(), french));
    EXPECT_EQ(french.engine, "") << "the model understands English only";
}

TEST(ModelChoice, OneThatIsGoneIsSaid) {
    for (const ModelChoice& choice :
         {ModelChoice{.engine = "whisper", .model = "ggml-large.bin"}, ModelChoice{.engine = "vosk", .model = "small"},
          ModelChoice{.engine = "other"}}) {
        RecognizerSpec spec;
        const auto applied = apply_choice(choice, engines(), spec);
        ASSERT_FALSE(applied) << choice.engine;
        EXPECT_NE(applied.error().detail.find("attacca models use auto"), std::string::npos);
    }
}

}  // namespace
}  // namespace attacca::speech
