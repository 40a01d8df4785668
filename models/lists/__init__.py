"""Any list people keep, read as it is: what it holds is proposed, asked, and taken over."""
