/// What stands between processes of a campaign enters, what passes is seen.
@org.jspecify.annotations.NullUnmarked
package io.parley.campaign.system;
