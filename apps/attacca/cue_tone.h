// A short tone that says that dictation begins or ends.
#pragma once

#include <future>

namespace attacca::app {

enum class Cue { begin, end };

/// A machine without an output stays silent.
///
/// Threads    One at a time. The device is opened on a thread of its own: it may take its time.
class CueTone {
public:
    /// Dropped where the last one still sounds.
    void play(Cue cue);

private:
    std::future<void> sounding_;
};

}  // namespace attacca::app
