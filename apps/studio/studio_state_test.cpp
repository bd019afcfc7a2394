#include "studio_state.h"

#include <gmock/gmock.h>

#include "state_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace attacca::studio {
namespace {

using ::testing::HasSubstr;

StudioState full_state() {
    StudioState state;
    state.geometry = QByteArray("\x01\x02\x00\xff", 4);
    state.page = QStringLiteral("notes");
    state.theme = QStringLiteral("dark");
    state.device = QStringLiteral("pipewire:sink");
    state.block_frames = 256;
    state.tracks = {{.source = "/music/a b.flac"},
                    {.source = "/cue.wav", .title = "Two", .start_s = 1.0 / 75, .end_s = 9}};
    state.track = 1;
    state.position_s = 12.25;
    state.volume = 0.35;
    state.equalizer.settings[0] = dsp::equalizer_presets()[2].settings;
    state.equalizer.settings[1] = {.preamp_db = -3.5, .bands = {{.center_hz = 123.4, .gain_db = 5.1, .width = 0.7}}};
    state.equalizer.presets = {QStringLiteral("rock"), QStringLiteral("mine")};
    state.equalizer.heard = 1;
    state.equalizer.bypass = player::Switch::on;
    state.replaygain = player::ReplayGainMode::album;
    state.limiter = player::Switch::on;
    state.repeat = player::Repeat::one;
    state.speed = 1.25;
    state.spectrum_style = QStringLiteral("filled");
    state.pages = {{QStringLiteral("recorder"), QJsonObject{{QStringLiteral("format"), QStringLiteral("flac")}}}};
    return state;
}

TEST(StudioState, ReadsBackWhatItWrote) {
    const QByteArray text = state_text(full_state());
    const auto read = parse_state(text);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(state_text(*read), text);
    EXPECT_EQ(read->tracks, full_state().tracks);
    EXPECT_EQ(read->equalizer.settings, full_state().equalizer.settings);
    EXPECT_EQ(read->position_s, 12.25);
}

TEST(StudioState, ValuesOutsideTheirRangesAreThoseOfAFirstStart) {
    const auto read =
        parse_state(R"({"format":1,"volume":7,"speed":-1,"repeat":"sideways","track":5,"position_s":"x"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->volume, StudioState().volume);
    EXPECT_EQ(read->speed, 1.0);
    EXPECT_EQ(read->repeat, player::Repeat::off);
    EXPECT_EQ(read->track, 0U);
    EXPECT_EQ(read->equalizer.settings, first_equalizer().settings);
}

TEST(StudioState, SaysWhereATextIsDamaged) {
    const auto cut = parse_state(state_text(full_state()).left(200));
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().detail, HasSubstr("at byte"));
    EXPECT_FALSE(parse_state("[]"));
    EXPECT_FALSE(parse_state(R"({"format":99})"));
}

class StateOnDisk : public ::testing::Test {
protected:
    QTemporaryDir folder_;
    QString path_ = folder_.filePath(QStringLiteral("below/studio.json"));
};

TEST_F(StateOnDisk, NoFileIsAFirstStart) {
    const auto loaded = load_state(path_);
    EXPECT_TRUE(loaded.problem.isEmpty());
    EXPECT_EQ(loaded.state.equalizer.settings[0].bands.size(), 8U);
}

TEST_F(StateOnDisk, IsWrittenAtTheEndWhateverTheTimer) {
    StudioState state = full_state();
    {
        StateFile file(path_, [&state] { return state; });
        file.touch();
        state.volume = 0.5;
    }
    EXPECT_EQ(load_state(path_).state.volume, 0.5);
    EXPECT_EQ(QDir(folder_.filePath(QStringLiteral("below"))).entryList(QDir::Files).size(), 1);
}

TEST_F(StateOnDisk, IsWrittenWithoutWaitingForTheEnd) {
    StateFile file(path_, [] { return full_state(); });
    file.touch();
    while (!QFile::exists(path_)) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    EXPECT_EQ(load_state(path_).state.volume, full_state().volume);
}

TEST_F(StateOnDisk, ADamagedFileIsSaidAndSetAside) {
    QDir().mkpath(folder_.filePath(QStringLiteral("below")));
    QFile file(path_);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("{ not json");
    file.close();
    const auto loaded = load_state(path_);
    EXPECT_THAT(loaded.problem.toStdString(), HasSubstr("damaged"));
    EXPECT_FALSE(QFile::exists(path_));
    EXPECT_TRUE(QFile::exists(path_ + QStringLiteral(".damaged")));
    EXPECT_TRUE(load_state(path_).problem.isEmpty());
}

TEST_F(StateOnDisk, AFolderThatCannotBeWrittenIsSaid) {
    StateFile file(QStringLiteral("/proc/attacca/studio.json"), [] { return full_state(); });
    QString said;
    QObject::connect(&file, &StateFile::failed, [&said](const QString& problem) { said = problem; });
    file.touch();
    while (said.isEmpty()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    EXPECT_THAT(said.toStdString(), HasSubstr("/proc/attacca"));
}

}  // namespace
}  // namespace attacca::studio
