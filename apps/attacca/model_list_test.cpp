#include "model_list.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "chosen_model.h"

namespace attacca::app {
namespace {

namespace fs = std::filesystem;

class ModelListTest : public testing::Test {
protected:
    ModelListTest() {
        std::string pattern = (fs::temp_directory_path() / "attacca_models_XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        write("silero_vad_v5.onnx", 10);
        write("silero_vad_v6.onnx", 2'300'000);
        write("ggml-base.en.bin", 1000);
        write("en-us/mdef", 5'000'000);
        write("en-us/more/means", 8'000'000);
        list_.engines = {
            {.name = "whisper",
             .good_for = "the best text",
             .tasks = {speech::SpeechTask::dictation},
             .missing = "whisper.cpp is not installed: put libwhisper.so into /models",
             .model_hint = "put one into /models",
             .models = {{.name = "ggml-base.en.bin", .path = folder_ / "ggml-base.en.bin", .language = "en"}}},
            {.name = "pocketsphinx",
             .good_for = "commands",
             .tasks = {speech::SpeechTask::dictation, speech::SpeechTask::commands},
             .version = "5prealpha",
             .models = {{.name = "fr", .path = folder_ / "en-us", .language = "fr"},
                        {.name = "en-us", .path = folder_ / "en-us", .language = "en"}}},
            {.name = "vosk", .model_hint = "a Vosk model is a folder; put it into /models"}};
        list_.folders = {folder_, "/usr/share/attacca/models"};
        list_.detectors = list_detectors(speech::ModelFolders(list_.folders));
    }
    ~ModelListTest() override { fs::remove_all(folder_); }

    void write(const std::string& name, std::uintmax_t size) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << "x";
        fs::resize_file(folder_ / name, size);
    }

    fs::path folder_;
    ModelList list_;
};

TEST_F(ModelListTest, TheBestThatCanBeUsedIsTaken) {
    ASSERT_NE(default_model(list_), nullptr);
    EXPECT_EQ(default_model(list_)->name, "en-us") << "whisper.cpp is not there, and fr is no English";
    EXPECT_EQ(default_detector(list_).name, "silero_vad_v6.onnx");
    ASSERT_EQ(list_.detectors.size(), 3U);
    EXPECT_EQ(list_.detectors.back().name, "builtin");
}

TEST_F(ModelListTest, WhatWasChosenIsTaken) {
    list_.choice = {.engine = "pocketsphinx", .model = "fr", .detector = "builtin"};
    EXPECT_EQ(default_model(list_)->name, "fr");
    EXPECT_EQ(default_detector(list_).name, "builtin");
    list_.choice.model = "gone";
    EXPECT_EQ(default_model(list_), nullptr);
}

TEST_F(ModelListTest, SaysWhatIsHereAndWhatIsMissing) {
    const std::string text = models_text(list_);
    for (const char* words :
         {"pocketsphinx 5prealpha: commands (dictation, commands)", "  * en-us ", "13 MB", "2.3 MB",
          "not usable: whisper.cpp", "no model here: a Vosk model is a folder", "  * silero_vad_v6.onnx", "builtin",
          "in the program", "/usr/share/attacca/models", "Nothing is ever downloaded."}) {
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
    }
    EXPECT_EQ(text.find("  * ggml"), std::string::npos);
}

TEST_F(ModelListTest, SaysTheSameToMachines) {
    const auto value = nlohmann::json::parse(models_json(list_));
    EXPECT_EQ(value["engines"].size(), 3U);
    EXPECT_EQ(value["engines"][0]["usable"], false);
    EXPECT_EQ(value["engines"][1]["models"][1]["bytes"], 13'000'000);
    EXPECT_EQ(value["engines"][1]["models"][1]["default"], true);
    EXPECT_EQ(value["detectors"][0]["name"], "silero_vad_v6.onnx");
    EXPECT_EQ(value["chosen"], false);
    EXPECT_EQ(value["folders"].size(), 2U);
}

TEST(ModelChoiceFile, LiesWhereTheOtherSettingsAre) {
    const auto file_with = [](const std::string& config) {
        return model_choice_file(
            [&](const char* name) { return std::string(name) == "HOME" ? std::string("/home/me") : config; });
    };
    EXPECT_EQ(file_with("/config"), "/config/attacca/speech.json");
    EXPECT_EQ(file_with("relative"), "/home/me/.config/attacca/speech.json");
    EXPECT_EQ(file_with(""), "/home/me/.config/attacca/speech.json");
}

}  // namespace
}  // namespace attacca::app
