// Libraries that bring ALSA's should not bring its complaints.
#pragma once

namespace attacca::device {

/// ALSA's library, where another one brought it, prints to standard error what it finds wrong with a machine's
/// configuration: it no longer does.
void silence_alsa();

}  // namespace attacca::device
