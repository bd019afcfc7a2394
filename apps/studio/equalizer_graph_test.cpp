#include "equalizer_graph.h"

#include <gmock/gmock.h>

#include <QAccessible>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "spoken_slider.h"

namespace attacca::studio {
namespace {

class GraphUnderTheHand : public ::testing::Test {
protected:
    GraphUnderTheHand() {
        install_spoken_sliders();
        graph_.resize(800, 400);
        graph_.show();
        QApplication::setActiveWindow(&graph_);
        EXPECT_TRUE(QTest::qWaitForWindowActive(&graph_));
    }

    [[nodiscard]] const dsp::Band& band(std::size_t index) const { return edit_.settings().bands[index]; }
    [[nodiscard]] QPoint handle(std::size_t index) {
        const picture::Point place = graph_.view().handle(index);
        return {static_cast<int>(place.x), static_cast<int>(place.y)};
    }
    [[nodiscard]] EqualizerNode* node(std::size_t index) {
        for (auto* one : graph_.findChildren<EqualizerNode*>()) {
            if (one->band() == index) return one;
        }
        return nullptr;
    }

    EqualizerEdit edit_{first_equalizer()};
    EqualizerGraph graph_{edit_};
};

TEST_F(GraphUnderTheHand, DraggingANodeMovesItsBandAndNoOther) {
    const QPoint from = handle(3);
    const QPoint to = from + QPoint(60, -50);
    QTest::mousePress(&graph_, Qt::LeftButton, {}, from);
    QTest::mouseMove(&graph_, from + QPoint(10, -10));
    QTest::mouseMove(&graph_, to);
    QTest::mouseRelease(&graph_, Qt::LeftButton, {}, to);
    EXPECT_EQ(edit_.selected(), 3U);
    EXPECT_NEAR(band(3).gain_db, graph_.view().gain_at(static_cast<float>(to.y())), 0.2);
    EXPECT_NEAR(band(3).center_hz, graph_.view().frequency_at(static_cast<float>(to.x())), band(3).center_hz * 0.02);
    EXPECT_EQ(band(2), first_equalizer().settings[0].bands[2]);
    QTest::mouseMove(&graph_, from);
    EXPECT_GT(band(3).gain_db, 0.5);
}

TEST_F(GraphUnderTheHand, ADoubleClickResetsANodeAndAddsOneOnAnEmptyPlace) {
    edit_.move_band(2, 240.0, 6.0);
    QTest::mouseDClick(&graph_, Qt::LeftButton, {}, handle(2));
    EXPECT_EQ(band(2).gain_db, 0.0);
    const QPoint empty = handle(2) + QPoint(20, 90);
    QTest::mouseDClick(&graph_, Qt::LeftButton, {}, empty);
    ASSERT_EQ(edit_.settings().bands.size(), 9U);
    EXPECT_NEAR(band(8).gain_db, graph_.view().gain_at(static_cast<float>(empty.y())), 0.2);
    EXPECT_EQ(edit_.selected(), 8U);
}

TEST_F(GraphUnderTheHand, TheWheelChangesTheQOfTheNodeBeneathIt) {
    const QPointF place = handle(4);
    QWheelEvent wheel(place, graph_.mapToGlobal(place), {}, QPoint(0, 240), {}, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&graph_, &wheel);
    EXPECT_NEAR(band(4).width, 1.15 * 1.15, 1e-9);
    EXPECT_EQ(band(0).width, 1.0);
}

TEST_F(GraphUnderTheHand, KeysMoveTheNodeThatHasTheFocus) {
    node(1)->setFocus(Qt::TabFocusReason);
    EXPECT_EQ(edit_.selected(), 1U);
    const double before_hz = band(1).center_hz;
    QTest::keyClick(node(1), Qt::Key_Up);
    QTest::keyClick(node(1), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(node(1), Qt::Key_Right);
    QTest::keyClick(node(1), Qt::Key_PageUp);
    EXPECT_NEAR(band(1).gain_db, 0.6, 1e-9);
    EXPECT_NEAR(band(1).center_hz, before_hz * std::exp2(1.0 / 12.0), 1e-9);
    EXPECT_NEAR(band(1).width, 1.1, 1e-9);
    QTest::keyClick(node(1), Qt::Key_Home);
    EXPECT_EQ(band(1).gain_db, 0.0);
    QTest::keyClick(node(1), Qt::Key_Delete);
    EXPECT_EQ(edit_.settings().bands.size(), 7U);
}

TEST_F(GraphUnderTheHand, EachNodeIsASliderWithItsBandAsName) {
    edit_.move_band(2, 240.0, 3.0);
    auto* spoken = QAccessible::queryAccessibleInterface(node(2));
    ASSERT_TRUE(spoken);
    EXPECT_EQ(spoken->role(), QAccessible::Slider);
    EXPECT_EQ(spoken->text(QAccessible::Name), QStringLiteral("Band 3, peaking, 240 Hz, +3.0 dB, Q 1.0"));
    ASSERT_TRUE(spoken->valueInterface());
    EXPECT_EQ(spoken->valueInterface()->currentValue().toDouble(), 3.0);
    spoken->valueInterface()->setCurrentValue(-4.5);
    EXPECT_EQ(band(2).gain_db, -4.5);
}

TEST_F(GraphUnderTheHand, NodesLieOverTheirHandles) {
    edit_.move_band(5, 900.0, -7.0);
    for (std::size_t i = 0; i < 8; ++i) {
        const QPoint apart = node(i)->geometry().center() - handle(i);
        EXPECT_LE(apart.manhattanLength(), 3) << i;
    }
}

}  // namespace
}  // namespace attacca::studio
