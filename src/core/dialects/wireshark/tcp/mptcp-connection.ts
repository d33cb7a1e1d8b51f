/** What Wireshark remembers of a Multipath TCP connection and of each direction of its subflows. */

/** One direction of a subflow. */
export interface MptcpFlow {
  readonly address: number
}

/** A subflow's part in its MPTCP connection. */
export interface MptcpStream {
  readonly index: number
}
