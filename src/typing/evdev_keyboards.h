// A key among the kernel's keyboards, whoever draws the screen.
#pragma once

#include <map>

#include "attacca/typing/key_watch.h"
#include "typing/chord.h"
#include "typing/descriptor.h"

namespace attacca::typing {

class EvdevKeyboards final : public KeyWatch {
public:
    [[nodiscard]] static Result<std::unique_ptr<KeyWatch>> open(const std::filesystem::path& folder,
                                                                const KeyCombo& combo);

    EvdevKeyboards(const std::filesystem::path& folder, const KeyCombo& combo);

    [[nodiscard]] const std::string& where() const noexcept override { return where_; }
    [[nodiscard]] int descriptor() const noexcept override { return all_.get(); }
    [[nodiscard]] Result<std::vector<KeyEvent>> read() override;

private:
    enum class Found { keyboard, something_else, forbidden };

    [[nodiscard]] Status find();
    [[nodiscard]] Found add(const std::filesystem::path& file);
    void add_new_ones();
    [[nodiscard]] bool read_from(const Descriptor& keyboard, std::vector<KeyEvent>& events);

    std::filesystem::path folder_;
    std::string where_;
    KeyCombo combo_;
    Chord chord_;
    Descriptor all_;  ///< epoll of what follows.
    Descriptor folder_watch_;
    std::map<std::string, Descriptor> keyboards_;  ///< By their file names.
};

}  // namespace attacca::typing
