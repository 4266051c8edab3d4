/// Schedules come from seeds.
@org.jspecify.annotations.NullUnmarked
package io.parley.campaign.faults;
