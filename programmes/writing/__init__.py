"""The room where managers and mentors write to people, and see whether it arrived."""
