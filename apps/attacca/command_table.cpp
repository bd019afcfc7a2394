#include "command_table.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "attacca/base/whole_file.h"

namespace attacca::app {
namespace {

constexpr std::uint64_t kLongestFile_bytes = 1'000'000;
constexpr const char* kExpected = "expected {\"what is said\": [\"program\", \"argument\", ...], ...}";

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return lower;
}

Result<std::vector<std::string>> program_of(const nlohmann::json& words) {
    std::vector<std::string> program;
    if (words.is_array()) {
        for (const auto& word : words) {
            if (word.is_string()) program.push_back(word.get<std::string>());
        }
    }
    if (program.size() == words.size() && !program.empty() && !program.front().empty()) return program;
    return fail(ErrorCode::invalid_argument, "expected a list of a program and its arguments, each in quotes");
}

}  // namespace

Result<CommandTable> CommandTable::load(const std::string& path) {
    const auto text = read_whole_file(path, kLongestFile_bytes);
    return text ? parse(*text, path) : fail(text.error());
}

Result<CommandTable> CommandTable::parse(std::string_view json, const std::string& name) {
    const auto whole = nlohmann::json::parse(json, nullptr, false, true);
    if (whole.is_discarded()) return fail(ErrorCode::damaged, name + ": this is no JSON; " + kExpected);
    if (!whole.is_object() || whole.empty()) return fail(ErrorCode::damaged, name + ": " + kExpected);
    CommandTable table;
    for (const auto& [command, words] : whole.items()) {
        auto program = program_of(words);
        if (!program) return fail(ErrorCode::damaged, name + ": \"" + command + "\": " + program.error().detail);
        table.programs_[in_lower_case(command)] = *std::move(program);
    }
    return table;
}

const std::vector<std::string>* CommandTable::find(std::string_view name) const {
    const auto found = programs_.find(in_lower_case(name));
    return found == programs_.end() ? nullptr : &found->second;
}

}  // namespace attacca::app
