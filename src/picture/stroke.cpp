#include "stroke.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::picture {
namespace {

constexpr float kTurn = 2.0F * std::numbers::pi_v<float>;
constexpr float kLongestMiter = 3.0F;  ///< In half widths: sharper corners are cut off.

bool finite(Point point) { return std::isfinite(point.x) && std::isfinite(point.y); }

/// Corners of a circle between which its sides are nowhere farther than 0.02 pixels from it.
int corners_of(float radius) { return std::clamp(static_cast<int>(std::ceil(16.0F * std::sqrt(radius))), 12, 256); }

void add_arc(Point center, float radius, float from_angle, float turn, std::vector<Point>& outline) {
    const int steps =
        std::max(2, static_cast<int>(std::ceil(static_cast<float>(corners_of(radius)) * std::fabs(turn) / kTurn)));
    for (int step = 0; step <= steps; ++step) {
        const float angle = from_angle + turn * static_cast<float>(step) / static_cast<float>(steps);
        outline.push_back({center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)});
    }
}

/// The unit vector to the right of the way from one point to the other; none for two that are the same.
Point right_of(Point from, Point to) {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    if (length < 1e-6F) return {};
    return {(from.y - to.y) / length, (to.x - from.x) / length};
}

/// How far a corner's outline lies from the line, for half a width of 1.
Point miter(Point before, Point after) {
    const float x = before.x + after.x;
    const float y = before.y + after.y;
    const float squared = x * x + y * y;
    if (squared < 4.0F / (kLongestMiter * kLongestMiter)) return after;
    return {2.0F * x / squared, 2.0F * y / squared};
}

}  // namespace

void outline_line(std::span<const Point> points, float width, std::vector<Point>& outline) {
    outline.clear();
    if (points.size() < 2 || !(width > 0.0F) || !std::ranges::all_of(points, finite)) return;
    const float half = 0.5F * width;
    // Along the right side to the end, around it, and along the left side back.
    const auto side = [&](bool forth) {
        const std::size_t last = points.size() - 1;
        const auto at = [&](std::size_t i) { return points[forth ? i : last - i]; };
        Point normal = right_of(at(0), at(1));
        for (std::size_t i = 1; i < last; ++i) {
            const Point next = right_of(at(i), at(i + 1));
            if (next.x == 0.0F && next.y == 0.0F) continue;
            const Point offset = miter(normal, next);
            outline.push_back({at(i).x + half * offset.x, at(i).y + half * offset.y});
            normal = next;
        }
        add_arc(at(last), half, std::atan2(normal.y, normal.x), -0.5F * kTurn, outline);
    };
    side(true);
    side(false);
}

void outline_circle(Point center, float radius, std::vector<Point>& outline) {
    outline.clear();
    if (!finite(center) || !(radius > 0.0F) || !std::isfinite(radius)) return;
    const int corners = corners_of(radius);
    for (int i = 0; i < corners; ++i) {
        const float angle = kTurn * static_cast<float>(i) / static_cast<float>(corners);
        outline.push_back({center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)});
    }
}

void outline_ring(Point center, float radius, float width, std::vector<Point>& outline) {
    outline.clear();
    const float inner = std::max(radius - 0.5F * width, 0.0F);
    if (!finite(center) || !(radius > 0.0F) || !(width > 0.0F) || !std::isfinite(radius + width)) return;
    // One way around, the other way back: the seam between has no area.
    add_arc(center, radius + 0.5F * width, 0.0F, kTurn, outline);
    add_arc(center, inner, kTurn, -kTurn, outline);
}

void outline_rounded_box(Point upper_left, Point lower_right, float radius, std::vector<Point>& outline) {
    outline.clear();
    if (!finite(upper_left) || !finite(lower_right)) return;
    if (!(upper_left.x < lower_right.x) || !(upper_left.y < lower_right.y)) return;
    const float quarter = 0.25F * kTurn;
    const float left = upper_left.x + radius;
    const float right = lower_right.x - radius;
    const float top = upper_left.y + radius;
    const float bottom = lower_right.y - radius;
    add_arc({right, bottom}, radius, 0.0F, quarter, outline);
    add_arc({left, bottom}, radius, quarter, quarter, outline);
    add_arc({left, top}, radius, 2.0F * quarter, quarter, outline);
    add_arc({right, top}, radius, 3.0F * quarter, quarter, outline);
}

}  // namespace attacca::picture
