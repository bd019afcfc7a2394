#include "text_output.h"

#include <unistd.h>

#include <span>
#include <utility>

namespace attacca::app {

Result<TextOutput> TextOutput::open(const std::string& path) {
    const bool is_standard = path.empty() || path == "-";
    auto file = media::OutputFile::open(is_standard ? "-" : path, media::Placement::rename_when_done);
    if (!file) return fail(file.error());
    return TextOutput(*std::move(file), is_standard && isatty(STDOUT_FILENO) != 0);
}

void TextOutput::write(std::string_view text) {
    (void)file_.write(std::as_bytes(std::span(text)));  // The file keeps what went wrong.
    if (is_watched_) flush();
}

void TextOutput::flush() { (void)file_.flush(); }

bool TextOutput::unheard() const { return file_.is_stream() && !file_.status(); }

Status TextOutput::finish() {
    Status finished = file_.finish();
    return file_.reader_has_gone() ? Status() : finished;
}

}  // namespace attacca::app
