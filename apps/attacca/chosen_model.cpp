#include "chosen_model.h"

#include <cstdio>
#include <cstdlib>

#include "text.h"

namespace attacca::app {

std::filesystem::path model_choice_file(const speech::ModelFolders::Environment& environment) {
    // An empty or relative path is as if there were none, says the XDG Base Directory Specification.
    const std::filesystem::path config = environment("XDG_CONFIG_HOME");
    const std::filesystem::path home = environment("HOME");
    return (config.is_absolute() ? config : home / ".config") / "attacca/speech.json";
}

std::filesystem::path model_choice_file() {
    return model_choice_file([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    });
}

Result<std::unique_ptr<speech::Recognizer>> open_chosen_recognizer(speech::RecognizerSpec spec,
                                                                   const speech::ModelFolders& folders) {
    if (spec.engine.empty() && spec.model.empty()) {
        const auto choice = speech::read_model_choice(model_choice_file());
        if (!choice) return fail(choice.error());
        if (!choice->engine.empty()) {
            const auto applied = speech::apply_choice(*choice, speech::list_engines(folders), spec);
            if (!applied) return fail(applied.error());
        }
    }
    auto opened = speech::open_recognizer(spec, folders);
    if (opened && !(*opened)->notice().empty()) {
        std::fprintf(stderr, "attacca: %s\n", printable((*opened)->notice()).c_str());
    }
    return opened;
}

}  // namespace attacca::app
