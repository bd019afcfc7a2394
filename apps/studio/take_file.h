// What a recorded take is called, and what it is written as.
#pragma once

#include <QString>
#include <QStringList>

#include "attacca/media/sample_format.h"

namespace attacca::studio {

/// The extensions that takes may have, lossless ones first.
[[nodiscard]] const QStringList& take_extensions();

/// The first of "Take 1.wav", "Take 2.wav", … that no file in the folder has, whatever its extension.
[[nodiscard]] QString next_take_path(const QString& folder, const QString& extension);

/// Whether a file with this extension holds such samples.
[[nodiscard]] bool holds(const QString& extension, media::SampleFormat format);

/// Whether a file with this extension gives back the samples at all.
[[nodiscard]] bool lossless(const QString& extension);

/// "12.3 MB"
[[nodiscard]] QString size_text(std::uint64_t bytes);

}  // namespace attacca::studio
