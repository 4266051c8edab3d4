/// What goes wrong, and when: a seed enters, a schedule of faults leaves and is carried out on a deployment.
@NullMarked
package io.parley.campaign.faults;

import org.jspecify.annotations.NullMarked;
