"""The part of the node pack that computes with torch; everything else imports without it."""
