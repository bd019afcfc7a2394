#include "speech/pocketsphinx_model.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <system_error>

#include "speech/engine.h"

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

constexpr const char* kDebianModels = "/usr/share/pocketsphinx/model";

bool is_acoustic(const Path& folder) {
    std::error_code error;
    return std::filesystem::is_regular_file(folder / "mdef", error);
}

std::vector<Path> inside(const Path& folder) {
    std::vector<Path> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        paths.push_back(entry->path());
    }
    std::ranges::sort(paths);
    return paths;
}

/// The first file that ends in one of these, the first of them preferred.
Path file_with(const std::vector<Path>& paths, std::initializer_list<std::string_view> endings) {
    for (const std::string_view ending : endings) {
        for (const Path& path : paths) {
            const std::string name = path.filename().string();
            // A model of phones knows no words.
            if (name.ends_with(ending) && name.find("phone") == std::string::npos) return path;
        }
    }
    return {};
}

/// Calls `take` with each line's word and its phones.
template <class Take>
Status read_dictionary(const Path& path, const Take& take) {
    std::ifstream file(path);
    if (!file) return fail(ErrorCode::unreadable, path.string() + ": cannot be read; check its permissions");
    for (std::string line; std::getline(file, line);) {
        const std::size_t end = line.find_first_of(" \t");
        if (end == std::string::npos) continue;
        const std::size_t phones = line.find_first_not_of(" \t\r", end);
        if (phones == std::string::npos) continue;
        const std::size_t last = line.find_last_not_of(" \t\r");
        const std::string_view text = line;
        take(text.substr(0, end), text.substr(phones, last - phones + 1));
    }
    return {};
}

bool is_model(const Path& folder) { return PocketSphinxModel::in(folder).has_value(); }

}  // namespace

Result<PocketSphinxModel> PocketSphinxModel::in(const Path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        return fail(ErrorCode::unreadable, folder.string() + ": a PocketSphinx model is a folder, and this is none");
    }
    const std::vector<Path> paths = inside(folder);
    PocketSphinxModel model;
    if (is_acoustic(folder)) {
        model.acoustic = folder;
    } else if (const auto found = std::ranges::find_if(paths, is_acoustic); found != paths.end()) {
        model.acoustic = *found;
    } else {
        return fail(ErrorCode::unreadable, folder.string() +
                                               ": no PocketSphinx model: neither it nor a folder in it has the file "
                                               "mdef of an acoustic model");
    }
    model.dictionary = file_with(paths, {".dict", ".dic"});
    if (model.dictionary.empty()) {
        return fail(ErrorCode::unreadable, folder.string() +
                                               ": no PocketSphinx model: it lacks a dictionary, a file that ends in "
                                               ".dict or .dic; put it beside the acoustic model");
    }
    model.language_model = file_with(paths, {".lm.bin", ".lm.dmp", ".lm.gz", ".lm"});
    return model;
}

Result<Pronunciations> PocketSphinxModel::pronunciations(std::span<const std::string> words) const {
    Pronunciations found;
    std::vector<std::string> wanted(words.begin(), words.end());
    std::ranges::sort(wanted);
    const Status read = read_dictionary(dictionary, [&](std::string_view name, std::string_view phones) {
        std::string word(name);
        // Further ways to speak a word are "word(2)", "word(3)".
        if (const auto bracket = word.find('('); bracket != std::string::npos && bracket > 0) word.erase(bracket);
        if (std::ranges::binary_search(wanted, word)) found[word].emplace_back(phones);
    });
    if (!read) return fail(read.error());
    return found;
}

Result<PhoneNames> PocketSphinxModel::phones() const {
    PhoneNames found;
    const Status read = read_dictionary(dictionary, [&](std::string_view, std::string_view phones) {
        for (std::size_t at = 0; at < phones.size();) {
            const std::size_t end = std::min(phones.find_first_of(" \t", at), phones.size());
            const std::string_view phone = phones.substr(at, end - at);
            if (!phone.empty() && !found.contains(phone)) found.emplace(phone);
            at = end + 1;
        }
    });
    if (!read) return fail(read.error());
    return found;
}

std::vector<SpeechModel> pocketsphinx_models(const ModelFolders& folders) {
    std::vector<Path> all = folders.all();
    all.emplace_back(kDebianModels);
    return find_models(ModelFolders(std::move(all)), is_model);
}

}  // namespace attacca::speech
