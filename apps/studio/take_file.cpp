#include "take_file.h"

#include <QDir>
#include <QLocale>
#include <string>

#include "attacca/media/encoder.h"

namespace attacca::studio {
namespace {

std::string named(const QString& extension) { return "take." + extension.toStdString(); }

}  // namespace

const QStringList& take_extensions() {
    static const QStringList all{QStringLiteral("wav"),  QStringLiteral("flac"), QStringLiteral("aiff"),
                                 QStringLiteral("caf"),  QStringLiteral("w64"),  QStringLiteral("ogg"),
                                 QStringLiteral("opus"), QStringLiteral("mp3")};
    return all;
}

QString next_take_path(const QString& folder, const QString& extension) {
    const QDir directory(folder);
    for (int number = 1;; ++number) {
        const QString stem = QStringLiteral("Take %1").arg(number);
        if (directory.entryList({stem + QStringLiteral(".*")}, QDir::Files | QDir::Hidden | QDir::System).isEmpty()) {
            return directory.filePath(stem + QLatin1Char('.') + extension);
        }
    }
}

bool holds(const QString& extension, media::SampleFormat format) {
    return media::storable_format(named(extension), format) == format;
}

bool lossless(const QString& extension) { return media::keeps_samples(named(extension)); }

QString size_text(std::uint64_t bytes) {
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

}  // namespace attacca::studio
