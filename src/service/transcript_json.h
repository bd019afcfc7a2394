// What is said, as lines of JSON.
#pragma once

#include <string>

#include "attacca/speech/speech_stream.h"

namespace attacca::service {

/// A line, with its '\n': {"type":"speech","speaking":true,"time":1.2}, {"type":"partial","text":...,"time":...} or
/// {"type":"final","text":...,"begin":...,"end":...,"confidence":...,"words":[{"text","begin","end","confidence"}]}.
/// Times are seconds of the stream. Text that is not UTF-8 is mended.
void append_event(std::string& lines, const speech::SpeechEvent& event);

}  // namespace attacca::service
