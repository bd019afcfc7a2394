#include "attacca/speech/recognizers.h"

#include <gmock/gmock.h>

#include <fstream>

#include "speech/engine.h"

namespace attacca::speech {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string error_of(const RecognizerSpec& spec, const ModelFolders& folders = ModelFolders({"/nowhere/models"})) {
    const auto recognizer = open_recognizer(spec, folders);
    return recognizer ? "none" : recognizer.error().detail;
}

TEST(Recognizers, AreListedWithWhatTheyNeed) {
    const auto list = list_engines(ModelFolders({"/nowhere/models"}));
    ASSERT_FALSE(list.empty());
    for (const RecognizerEngine& engine : list) {
        EXPECT_FALSE(engine.name.empty());
        EXPECT_FALSE(engine.tasks.empty()) << engine.name;
        EXPECT_GT(engine.good_for.size(), 10U) << engine.name;
        EXPECT_THAT(engine.model_hint, HasSubstr("/nowhere/models"));
    }
}

TEST(Recognizers, NameTheEngineThatWasMeant) {
    EXPECT_THAT(error_of({.engine = "pocketsphynx"}), HasSubstr("did you mean pocketsphinx?"));
    EXPECT_THAT(error_of({.engine = "dragon"}), HasSubstr("no recognizer is called 'dragon' (known: "));
}

TEST(Recognizers, ThatRunOnTheProcessorAloneRefuseAProvider) {
    EXPECT_THAT(error_of({.engine = "pocketsphinx", .provider = "cuda"}), HasSubstr("runs on the CPU alone"));
    EXPECT_THAT(error_of({.engine = "pocketsphinx", .provider = "cpu"}), Not(HasSubstr("provider")));
}

TEST(Recognizers, ALibraryWithoutItsEngineIsRefused) {
    EXPECT_THAT(error_of({.library = "/opt/libwhisper.so"}), HasSubstr("/opt/libwhisper.so: of which engine"));
}

TEST(Recognizers, WithoutAnyThatCanSayWhyOfEach) {
    const std::string error = error_of({.language = "tlh"});
    for (const char* name : {"whisper", "sherpa-onnx", "vosk", "pocketsphinx"}) EXPECT_THAT(error, HasSubstr(name));
}

TEST(Recognizers, TellTheLanguageOfAModelByItsName) {
    EXPECT_EQ(language_in("en-us"), "en");
    EXPECT_EQ(language_in("vosk-model-small-de-0.15"), "de");
    EXPECT_EQ(language_in("cmusphinx_fr.5"), "fr");
    EXPECT_EQ(language_in("tiny"), "");
    EXPECT_EQ(language_in("QN-x"), "");
}

TEST(Recognizers, FindEachModelOnce) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "attacca-find-models-test";
    std::filesystem::remove_all(root);
    for (const char* folder : {"one/b-en", "one/a-fr", "two/b-en", "two/c"}) {
        std::filesystem::create_directories(root / folder);
        std::ofstream(root / folder / "model") << "x";
    }
    std::filesystem::create_directories(root / "one/empty");
    const auto models = find_models(ModelFolders({root / "one", root / "nowhere", root / "two"}),
                                    [](const std::filesystem::path& path) { return exists(path / "model"); });
    ASSERT_EQ(models.size(), 3U);
    EXPECT_EQ(models[0].name, "a-fr");
    EXPECT_EQ(models[0].language, "fr");
    EXPECT_EQ(models[1].path, root / "one/b-en");
    EXPECT_EQ(models[2].name, "c");
    std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace attacca::speech
