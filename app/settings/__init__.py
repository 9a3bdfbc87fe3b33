"""Settings: what the user has chosen for the studio, kept between starts."""
