#include "mpris.h"

#include <gmock/gmock.h>

#include <QDBusInterface>
#include <QDBusReply>
#include <QDBusVariant>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <cmath>
#include <memory>

#include "session_bus.h"

namespace attacca::studio {
namespace {

/// A bus of the test's own, and on it the window's side and another program's.
class OnABus : public ::testing::Test {
protected:
    void SetUp() override {
        daemon_.setProcessChannelMode(QProcess::SeparateChannels);
        daemon_.start(QStringLiteral("dbus-daemon"),
                      {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        if (!daemon_.waitForStarted()) GTEST_SKIP() << "dbus-daemon is not installed";
        ASSERT_TRUE(daemon_.waitForReadyRead());
        const QString address = QString::fromLatin1(daemon_.readLine()).trimmed();
        ours_ = QDBusConnection::connectToBus(address, QStringLiteral("ours"));
        theirs_ = QDBusConnection::connectToBus(address, QStringLiteral("theirs"));
        ASSERT_TRUE(ours_.isConnected() && theirs_.isConnected());
    }
    void TearDown() override {
        QDBusConnection::disconnectFromBus(QStringLiteral("ours"));
        QDBusConnection::disconnectFromBus(QStringLiteral("theirs"));
        daemon_.terminate();
        daemon_.waitForFinished();
    }

    /// A call from another program, during which the window's own events go on.
    QDBusMessage call(const QString& service, const QString& path, const QString& interface, const QString& method,
                      const QVariantList& arguments = {}) {
        auto message = QDBusMessage::createMethodCall(service, path, interface, method);
        message.setArguments(arguments);
        const QDBusPendingCall pending = theirs_.asyncCall(message);
        QDBusPendingCallWatcher watcher(pending);
        QSignalSpy finished(&watcher, &QDBusPendingCallWatcher::finished);
        if (!watcher.isFinished()) finished.wait();
        return pending.reply();
    }

    QProcess daemon_;
    QDBusConnection ours_{QString()};
    QDBusConnection theirs_{QString()};
};

class MprisOnABus : public OnABus {
protected:
    static StudioState paused_state() {
        StudioState state;
        state.equalizer = first_equalizer();
        state.device = QStringLiteral("null");
        state.tracks = {{.source = ATTACCA_ASSETS "/demo.flac"}, {.source = ATTACCA_ASSETS "/speech.flac"}};
        return state;
    }

    void SetUp() override {
        OnABus::SetUp();
        if (IsSkipped()) return;
        model_ = std::make_unique<StudioModel>(paused_state());
        OpenedPlayer opened;
        opened.tracks = model_->state().tracks;
        auto started =
            player::Player::start({.tracks = opened.tracks, .device = "null", .begin = player::Begin::paused});
        ASSERT_TRUE(started) << started.error().detail;
        opened.player = std::move(*started);
        model_->attach(std::move(opened));
        mpris_ = std::make_unique<Mpris>(*model_, ours_);
        ASSERT_TRUE(QTest::qWaitFor([this] { return model_->status().duration_s.has_value(); }));
    }
    void TearDown() override {
        mpris_.reset();
        model_.reset();
        OnABus::TearDown();
    }

    QDBusMessage player(const QString& method, const QVariantList& arguments = {}) {
        return call(service_, path_, interface_, method, arguments);
    }
    QVariant property(const QString& name) {
        const auto reply = call(service_, path_, QStringLiteral("org.freedesktop.DBus.Properties"),
                                QStringLiteral("Get"), {interface_, name});
        return reply.arguments().isEmpty() ? QVariant() : reply.arguments().front().value<QDBusVariant>().variant();
    }
    void set_property(const QString& name, const QVariant& value) {
        call(service_, path_, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Set"),
             {interface_, name, QVariant::fromValue(QDBusVariant(value))});
    }

    const QString service_ = QStringLiteral("org.mpris.MediaPlayer2.attacca");
    const QString path_ = QStringLiteral("/org/mpris/MediaPlayer2");
    const QString interface_ = QStringLiteral("org.mpris.MediaPlayer2.Player");
    std::unique_ptr<StudioModel> model_;
    std::unique_ptr<Mpris> mpris_;
};

TEST_F(MprisOnABus, PlaysAndPausesAndSaysSo) {
    EXPECT_EQ(property(QStringLiteral("PlaybackStatus")), QStringLiteral("Paused"));
    QSignalSpy playing(model_.get(), &StudioModel::playing_changed);
    player(QStringLiteral("PlayPause"));
    ASSERT_TRUE(playing.count() > 0 || playing.wait());
    EXPECT_EQ(property(QStringLiteral("PlaybackStatus")), QStringLiteral("Playing"));
    player(QStringLiteral("Pause"));
    ASSERT_TRUE(QTest::qWaitFor([this] { return !model_->playing(); }));
    EXPECT_EQ(property(QStringLiteral("PlaybackStatus")), QStringLiteral("Paused"));
}

TEST_F(MprisOnABus, SeeksWithinTheTrack) {
    player(QStringLiteral("Seek"), {qlonglong{5'000'000}});
    ASSERT_TRUE(QTest::qWaitFor([this] { return std::abs(model_->player()->status().position_s - 5.0) < 0.01; }));
    EXPECT_NEAR(property(QStringLiteral("Position")).toDouble(), 5e6, 1e4);
    const auto metadata = qdbus_cast<QVariantMap>(property(QStringLiteral("Metadata")));
    const auto track = metadata[QStringLiteral("mpris:trackid")].value<QDBusObjectPath>();
    player(QStringLiteral("SetPosition"), {QVariant::fromValue(track), qlonglong{2'000'000}});
    ASSERT_TRUE(QTest::qWaitFor([this] { return std::abs(model_->player()->status().position_s - 2.0) < 0.01; }));
    player(QStringLiteral("SetPosition"), {QVariant::fromValue(track), qlonglong{900'000'000}});
    EXPECT_NEAR(property(QStringLiteral("Position")).toDouble(), 2e6, 1e4);
}

TEST_F(MprisOnABus, GoesToTheNextTrackAndDescribesIt) {
    player(QStringLiteral("Next"));
    ASSERT_TRUE(QTest::qWaitFor([this] { return model_->status().track == 1; }));
    const auto metadata = qdbus_cast<QVariantMap>(property(QStringLiteral("Metadata")));
    EXPECT_THAT(metadata[QStringLiteral("xesam:url")].toString().toStdString(), ::testing::EndsWith("speech.flac"));
    EXPECT_NEAR(metadata[QStringLiteral("mpris:length")].toDouble(), *model_->status().duration_s * 1e6, 1.0);
}

TEST_F(MprisOnABus, VolumeLoopAndRateAreTheWindows) {
    set_property(QStringLiteral("Volume"), 0.25);
    set_property(QStringLiteral("LoopStatus"), QStringLiteral("Track"));
    set_property(QStringLiteral("Rate"), 1.5);
    EXPECT_EQ(model_->state().volume, 0.25);
    EXPECT_EQ(model_->state().repeat, player::Repeat::one);
    EXPECT_EQ(model_->state().speed, 1.5);
    EXPECT_EQ(property(QStringLiteral("LoopStatus")), QStringLiteral("Track"));
    EXPECT_TRUE(property(QStringLiteral("CanSeek")).toBool());
}

TEST_F(OnABus, FilesOfASecondStartReachTheWindowThatIsOpen) {
    EXPECT_FALSE(hand_over(theirs_, {QStringLiteral("a.flac")}));
    RunningWindow window(ours_);
    QSignalSpy asked(&window, &RunningWindow::asked);
    bool handed = false;
    const std::unique_ptr<QThread> other(
        QThread::create([this, &handed] { handed = hand_over(theirs_, {QStringLiteral("/music/a.flac")}); }));
    other->start();
    ASSERT_TRUE(asked.wait());
    ASSERT_TRUE(QTest::qWaitFor([&other] { return other->isFinished(); }));
    EXPECT_TRUE(handed);
    EXPECT_EQ(asked[0][0].toStringList(), QStringList{QStringLiteral("/music/a.flac")});
}

TEST(ArtUrl, FindsThePictureBesideTheTrack) {
    const QTemporaryDir folder;
    EXPECT_EQ(art_url(folder.filePath(QStringLiteral("a.flac"))), QString());
    QFile picture(folder.filePath(QStringLiteral("folder.png")));
    ASSERT_TRUE(picture.open(QIODevice::WriteOnly));
    EXPECT_THAT(art_url(folder.filePath(QStringLiteral("a.flac"))).toStdString(), ::testing::EndsWith("/folder.png"));
}

}  // namespace
}  // namespace attacca::studio
