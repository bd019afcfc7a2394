// Where the files of speech models lie on this machine.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::speech {

class ModelFolders {
public:
    /// The value of a variable of the environment; empty: not set.
    using Environment = std::function<std::string(const char* name)>;

    /// In the order in which they are searched.
    explicit ModelFolders(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

    /// What $ATTACCA_MODELS lists between colons; $XDG_DATA_HOME/attacca/models, or ~/.local/share/attacca/models;
    /// share/attacca/models of the installation that the program belongs to, and of /usr/local and /usr.
    [[nodiscard]] static ModelFolders of_this_machine(const Environment& environment);

    [[nodiscard]] const std::vector<std::filesystem::path>& all() const noexcept { return folders_; }

    /// Where a user should put a model of her own.
    [[nodiscard]] const std::filesystem::path& own() const noexcept { return folders_.front(); }

    /// The first file or folder of this name.
    [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view name) const;

private:
    std::vector<std::filesystem::path> folders_;
};

}  // namespace attacca::speech
